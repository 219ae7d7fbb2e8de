# Flags for code of the reference machine: RISC-V 64, freestanding, built with the same clang.
#
# -march and -mabi are the triple's defaults (rv64gc, lp64d), because Debian's cross headers exist only for this ABI. Still,
# no code uses floating point: -mno-implicit-float is set, and sstatus.FS is off.

set(riscv_target --target=riscv64-linux-gnu -march=rv64gc_zba_zbb_zbs)
set(riscv_machine_flags
  ${riscv_target} -mcmodel=medany -mno-implicit-float -ffreestanding -fno-pic -fno-common
  -fno-stack-protector -fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections -g -O2)
add_library(riscv_flags INTERFACE)
target_compile_options(riscv_flags INTERFACE
  ${riscv_machine_flags} -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
  $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions -fno-rtti -fno-threadsafe-statics>)
target_link_options(riscv_flags INTERFACE
  ${riscv_target} -fuse-ld=lld -nostdlib -static -Wl,--build-id=none -Wl,--gc-sections
  -Wl,-z,max-page-size=4096 -Wl,-z,separate-code -Wl,--fatal-warnings)
