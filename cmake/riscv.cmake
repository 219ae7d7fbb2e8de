# Flags of the code that runs on the reference machine: RISC-V 64, freestanding, built by the same clang.

set(riscv_target --target=riscv64-linux-gnu)
add_library(riscv_flags INTERFACE)
target_compile_options(riscv_flags INTERFACE
  ${riscv_target} -march=rv64imac_zicsr_zifencei -mabi=lp64 -mcmodel=medany -ffreestanding -fno-pic -fno-common
  -fno-stack-protector -fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections -g -O2
  -Wall -Wextra -Wshadow -Werror
  $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions -fno-rtti -fno-threadsafe-statics>)
target_link_options(riscv_flags INTERFACE
  ${riscv_target} -fuse-ld=lld -nostdlib -static -no-pie -Wl,--build-id=none -Wl,--gc-sections
  -Wl,-z,max-page-size=4096 -Wl,-z,separate-code -Wl,--fatal-warnings)
