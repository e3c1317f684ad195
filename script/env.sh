# Sourced by the other scripts: where the project is, which tools, which versions.
# Nothing is installed here.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$ROOT"

TRUNK_VERSION=0.21.14
# The tool and the crate must be the same version: the crate's is the one that is written.
WASM_BINDGEN_VERSION="$(sed -n 's/^wasm-bindgen = .*"=\([0-9.]*\)".*/\1/p' Cargo.toml)"
GECKODRIVER_VERSION=0.37.0
WASM_TARGET=wasm32-unknown-unknown

# One folder for each version, so that two working copies never replace each other's tools.
TOOLS="${ECLAIREUSE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/eclaireuse}"
TRUNK_HOME="$TOOLS/trunk-$TRUNK_VERSION"
WASM_BINDGEN_HOME="$TOOLS/wasm-bindgen-$WASM_BINDGEN_VERSION"
GECKODRIVER_HOME="$TOOLS/geckodriver-$GECKODRIVER_VERSION"
export PATH="$TRUNK_HOME/bin:$WASM_BINDGEN_HOME/bin:$GECKODRIVER_HOME/bin:$PATH"

# Trunk looks for a newer version of itself on the network unless told not to, and takes the
# usual NO_COLOR=1 for a mistake.
export TRUNK_SKIP_VERSION_CHECK=true
[ -z "${NO_COLOR:-}" ] || export NO_COLOR=true

stop() {
  printf '%s\n' "$@" >&2
  exit 1
}
