#!/bin/sh
# Installs what scripts/build-wasm.mjs needs on a Debian machine that has cargo: a compiler for wasm32-unknown-unknown, wasm-pack
# and wasm-bindgen. What is there already stays. Needs root only for Debian's packages, and only where rustup cannot fetch the target.
set -eu

TARGET=wasm32-unknown-unknown
WASM_PACK=0.15.1
folder=$(dirname "$0")
WASM_BINDGEN=$(sed -n 's/^wasm-bindgen = "=\(.*\)"$/\1/p' "$folder/../packages/pgsam-wasm/crate/Cargo.toml")

has_target() {
  ls "$(rustc --print sysroot)/lib/rustlib/$TARGET/lib/"libstd-*.rlib >/dev/null 2>&1
}

if ! has_target; then
  # rustup has its own download host, which is not everywhere reachable; Debian's sources of the same library are.
  timeout 120 rustup target add "$TARGET" || {
    apt-get update
    apt-get install -y --no-install-recommends rustc-web cargo-web rust-web-src lld
  }
fi

# Installs a program unless exactly that version is there.
install_exactly() {
  program=$1 crate=$2 version=$3
  if [ "$("$program" --version 2>/dev/null | cut -d' ' -f2)" != "$version" ]; then
    # A registry mirror may lag behind a dependency that the lockfile names; the program itself stays pinned either way.
    cargo install --locked "$crate" --version "$version" || cargo install "$crate" --version "$version"
  fi
}

install_exactly wasm-pack wasm-pack "$WASM_PACK"
install_exactly wasm-bindgen wasm-bindgen-cli "$WASM_BINDGEN"
