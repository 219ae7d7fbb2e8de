#!/bin/sh
# symbols.sh NM KERNEL: writes the assembly of a section with the kernel's functions, one on a line, for core/symbols.h.
# Names have no parameters and no template arguments.
set -eu
echo '.section .symbols, "a"'
"$1" --numeric-sort --demangle "$2" |
  sed -nE 's/^0*([0-9a-f]+) [tT] /0x\1 /p' |
  sed -E 's/\(anonymous namespace\):://g; s/[(<].*//; s/^(0x[0-9a-f]+) .* ([^ ]+)$/\1 \2/; s/.*/.ascii "&\\n"/' |
  grep -v ' kernel_text_begin'
