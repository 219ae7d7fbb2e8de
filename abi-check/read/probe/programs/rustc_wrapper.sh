#!/bin/sh
# Cargo runs this instead of rustc (RUSTC_WRAPPER). It notes the command of the crate that is asked for, and refuses
# build scripts and procedural macros if they must not run. Everything else is compiled as cargo wants it.
#
#   $ABI_PROBE_FOLDER/command       written: the words of the command, each with a NUL behind it
#   $ABI_PROBE_FOLDER/environment   written: its environment, likewise
#   $ABI_PROBE_FOLDER/folder        written: where it runs
#   $ABI_PROBE_FOLDER/refused       written: what was refused
#   $ABI_PROBE_REFUSES              not empty: refuse
#   $ABI_PROBE_WRAPPER              the user's own wrapper, or empty
final='' script='' macro='' before='' query=''
for word in "$@"; do
  case $before in
  --cfg) [ "$word" != abi_probe_final ] || final=yes ;;
  --crate-name) case $word in build_script_*) script=yes ;; ___) query=yes ;; esac ;;
  --crate-type) [ "$word" != proc-macro ] || macro=yes ;;
  esac
  before=$word
done
if [ -n "$final" ]; then
  pwd -P >"$ABI_PROBE_FOLDER/folder"
  env -0 >"$ABI_PROBE_FOLDER/environment"
  printf '%s\0' "$@" >"$ABI_PROBE_FOLDER/command"
  exit 1
fi
# Cargo itself asks rustc what it is, by the crate "___".
if [ -n "$ABI_PROBE_REFUSES" ] && [ -n "$script$macro" ] && [ -z "$query" ]; then
  [ -n "$script" ] && what='the build script' || what='the procedural macros'
  echo "$what of $CARGO_PKG_NAME" >"$ABI_PROBE_FOLDER/refused"
  exit 1
fi
exec ${ABI_PROBE_WRAPPER:+"$ABI_PROBE_WRAPPER"} "$@"
