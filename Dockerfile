# One image for the API with the page, the workers and the command line; docker-compose.yml says which runs.

# The Node.js that the tests run on. Later ones may be named: docker build --build-arg NODE=...
ARG NODE=20-bookworm-slim

FROM node:${NODE} AS build
WORKDIR /app
# What decides about the packages comes first: they are installed again only when it changes.
COPY package.json package-lock.json .npmrc ./
COPY packages/shared/package.json packages/shared/
COPY apps/api/package.json apps/api/
COPY apps/worker/package.json apps/worker/
COPY apps/cli/package.json apps/cli/
COPY apps/web/package.json apps/web/
RUN npm ci --include=dev
COPY tsconfig.base.json tsconfig.json ./
COPY packages packages
COPY apps apps
RUN npm run build \
 && npm prune --omit=dev \
 && rm -rf packages/*/src apps/*/src packages/*/*.tsbuildinfo apps/*/*.tsbuildinfo \
      packages/shared/dist/failpoints/armed-failpoints.*

FROM node:${NODE}
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/packages packages
COPY --from=build /app/apps apps
COPY content content
# The files above belong to root: the processes can read them and change nothing.
USER node
EXPOSE 3000
CMD ["node", "apps/api/dist/main.js"]
