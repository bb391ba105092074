#!/bin/sh
# Builds what runs in production into an empty folder: dependencies from the lock file, the compiled services, licences;
# no compiler, no tests, no sources. Start it with `node TARGET/run.mjs ROLE`. Needs Node.js, npm and its registry; no
# Docker. This checkout is only read.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
target=${1:-}

if [ $# -ne 1 ] || [ -z "$target" ]; then
  echo 'usage: tools/image/build.sh TARGET (a folder that is empty, or not there yet)' >&2
  exit 2
fi
mkdir -p "$target"
target=$(CDPATH='' cd -- "$target" && pwd)
if [ -n "$(ls -A "$target")" ]; then
  echo "build.sh: $target is not empty" >&2
  exit 2
fi

# What another build left in this checkout must not get in: it may be of files that are gone.
(cd "$root" && tar -cf - --exclude=node_modules --exclude=dist --exclude='*.tsbuildinfo' \
  LICENSE package.json package-lock.json tsconfig.base.json libs apps) | (cd "$target" && tar -xf -)
cp "$root/tools/image/run.mjs" "$target/"
cd "$target"

# No package of ours needs its install script, and an image is no place to run one.
npm ci --ignore-scripts --prefer-offline --no-audit --no-fund
node node_modules/typescript7/bin/tsc -b apps/solo
# The pages hold all they need of their packages.
(cd apps/web && node ../../node_modules/vite/bin/vite.js build --logLevel warn)
rm -rf apps/web/dist/.vite
npm prune --omit=dev --ignore-scripts --no-audit --no-fund

rm -rf tsconfig.base.json libs/testing node_modules/@navette/testing
for package in libs/* apps/*; do
  rm -rf "$package/src" "$package/test" "$package/tsconfig.json"
done
# Of what draws papers, what browsers would need, and weights of the type that no paper has.
(cd node_modules/bwip-js && rm -rf barcode.ps bin demo.html examples fonts lib src stb_truetype.h &&
  find dist -type f ! -name bwip-js-node.mjs ! -name bwipp.mjs -exec rm -f {} +)
find node_modules/pdfkit/js -maxdepth 1 -type f -name '*standalone*' -exec rm -f {} +
find node_modules/fontkit/dist -type f -name 'browser*' -exec rm -f {} +
find node_modules/@expo-google-fonts/inter -name '*.ttf' ! -name Inter_400Regular.ttf ! -name Inter_600SemiBold.ttf -exec rm -f {} +

find . -type f \( -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' -o -name '*.tsbuildinfo' \) \
  -exec rm -f {} +

# Whoever runs it may read all of it; only who built it may write.
chmod -R u=rwX,go=rX .
