# The signaling service with its relay and the listener page: `docker build -t mauzin .`
# What goes into the image is made by one program, which the tests run, too (e2e/soundless/image.spec.ts).

# Runs on the builder's own processor, whatever the image is for: nothing in it is compiled.
FROM --platform=$BUILDPLATFORM node:24-bookworm-slim AS build
ARG TARGETARCH
WORKDIR /mauzin
COPY . .
RUN --mount=type=cache,target=/root/.local/share/pnpm node deploy/image/make.mjs --arch "$TARGETARCH" /image

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="Mauzin" \
      org.opencontainers.image.description="The sound of a mosque, live on every phone of its congregation" \
      org.opencontainers.image.licenses="MIT"
# The service starts processes of its own, which an init must look after. Package managers have no business in it.
RUN apt-get update \
 && apt-get install -y --no-install-recommends tini \
 && rm -rf /var/lib/apt/lists/* /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn* /opt/yarn* \
 && install -d -o node -g node -m 0750 /data
COPY --from=build /image /opt/mauzin
ENV NODE_ENV=production \
    PATH=/opt/mauzin/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    PORT=8080 \
    MAUZIN_DATABASE=file:/data/mauzin.db
WORKDIR /data
USER node
VOLUME /data
# Pages and sockets; the UDP ports of two relay processes.
EXPOSE 8080/tcp 8080/udp 8081/udp
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["node", "/opt/mauzin/bin/healthcheck.mjs"]
ENTRYPOINT ["/usr/bin/tini", "--", "mauzin"]
CMD ["serve"]
