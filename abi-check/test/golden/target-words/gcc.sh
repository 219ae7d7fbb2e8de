#!/usr/bin/env bash
# A GCC for Cortex-M: it prints its machine, and refuses to compile with a message that shows the flags in their order.
case "$*" in
  *-dumpmachine*) echo arm-none-eabi ;;
  *) echo "error: asked with $(grep -o -e '-[mD][^ ]*' <<<"$*" | tr '\n' ' ')" >&2; exit 1 ;;
esac
