/** Answers requests below some path. @param address from `addressOf` */
export type HttpPart = (request: Request, address: string) => Response | Promise<Response>;
