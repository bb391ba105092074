# One image for every role: `docker run IMAGE stock`, `… solo`, `… migrate`. All that is built is built by one script, which
# CI runs without a container engine (flows/image.flow.spec.ts).
FROM node:24-bookworm-slim AS build
WORKDIR /source
COPY . .
RUN tools/image/build.sh /navette

FROM node:24-bookworm-slim
COPY --from=build /navette /navette
# The files belong to root: the process can read them and nothing else. It runs on a read-only root file system, with a
# small /tmp for unpacking XLSX files.
USER 1000:1000
ENV NODE_ENV=production NAVETTE_LISTEN=0.0.0.0
# No HEALTHCHECK: each role has a port of its own, and the probes of k8s/base ask /healthz and /readyz there.
ENTRYPOINT ["node", "/navette/run.mjs"]
