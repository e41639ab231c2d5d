#!/bin/sh
# Starts coturn with turnserver.conf and what the environment adds to it. The secret goes into a file that only coturn can
# read, since options can be read by everybody on the machine.
set -eu
umask 077
configuration="${TURN_CONFIGURATION:-/etc/coturn/turnserver.conf}"
whole="$(mktemp)"
{
    cat "$configuration"
    # The relay, and stations whose phones should reach them directly: addresses, or ranges as 203.0.113.8-203.0.113.15.
    for peer in "$PUBLIC_IP" $(printf '%s' "${TURN_PEERS:-}" | tr ',' ' '); do
        printf 'allowed-peer-ip=%s\n' "$peer"
    done
    printf 'realm=%s\nexternal-ip=%s\nstatic-auth-secret=%s\n' "$DOMAIN" "$PUBLIC_IP" "$TURN_SECRET"
} > "$whole"
unset TURN_SECRET
exec turnserver -c "$whole" "$@"
