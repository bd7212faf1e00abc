# syntax=docker/dockerfile:1
# Kiem in one image: built in one stage, and run in another without compilers, sources or development packages.
#   docker build -t kiem .  &&  docker run -p 3000:3000 -v kiem-data:/data kiem

FROM node:20-bookworm-slim AS build
WORKDIR /kiem
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY tsconfig.json vite.config.ts ./
COPY scripts scripts
COPY shared shared
COPY server server
COPY client client
RUN npm run build

FROM node:20-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /kiem
RUN install -d -o node -g node /data
# What the server bundle leaves outside itself: see `external` in scripts/build.mjs.
COPY --from=build /kiem/node_modules/@electric-sql/pglite node_modules/@electric-sql/pglite
COPY --from=build /kiem/package.json ./
COPY --from=build /kiem/dist dist
USER node
VOLUME /data
EXPOSE 3000
# The process is up when it answers; whether its database is, /readyz tells (a restart would not mend that).
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1 and hears SIGTERM: the server drains, then ends.
STOPSIGNAL SIGTERM
CMD ["node", "--enable-source-maps", "dist/server/main.js"]
