# Compiles a program in Zig, Nim or Rust to an object for the reference machine: freestanding, with debug information,
# and with the float ABI of the other objects (lp64d, in e_flags), because the linker refuses any other.
#
#     find_LANGUAGE(MISSING)             sets MISSING to a sentence about the missing tool; empty if nothing is missing
#     compile_LANGUAGE(OBJECT SOURCE)    the command that makes OBJECT

set(suffix_zig zig)
set(suffix_nim nim)
set(suffix_rust rs)

function(find_zig missing)
  find_program(ZIG zig)
  find_package(Python3 COMPONENTS Interpreter)
  set(zig ${ZIG})
  if(NOT zig AND Python3_FOUND)
    set(zig ${Python3_EXECUTABLE} -m ziglang)
  endif()
  set(status 1)
  if(zig)
    execute_process(COMMAND ${zig} version RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
  endif()
  set(${missing} "" PARENT_SCOPE)
  if(NOT status EQUAL 0)
    set(${missing} "ziglang was not found" PARENT_SCOPE)
  endif()
  set(zig ${zig} PARENT_SCOPE)
endfunction()

# The binding is the module "membrane", so that its types are "membrane.CmdPacket" in the debug information.
function(compile_zig object source)
  add_custom_command(
    OUTPUT ${object}
    COMMAND ${CMAKE_COMMAND} -E env ZIG_LOCAL_CACHE_DIR=${CMAKE_CURRENT_BINARY_DIR}/zig-cache
      ${zig} build-obj -target riscv64-freestanding -mcmodel=medium -O ReleaseSmall -fno-strip -fsingle-threaded
      --dep membrane -Mroot=${source} -Mmembrane=${bindings_dir}/membrane.zig -femit-bin=${object}
    DEPENDS ${source} ${bindings_dir}/membrane.zig
    COMMENT "Zig object hello-zig.o"
    VERBATIM)
endfunction()

function(find_nim missing)
  find_program(NIM nim)
  set(${missing} "" PARENT_SCOPE)
  if(NOT NIM)
    set(${missing} "nim was not found" PARENT_SCOPE)
  endif()
endfunction()

# Nim writes C. The C compiler of this build makes objects from it, which are linked into one, because their names contain
# paths. The program calls nothing in Nim's run-time library, so the linker drops it.
function(compile_nim object source)
  set(cache ${CMAKE_CURRENT_BINARY_DIR}/nim-cache)
  set(flags ${riscv_machine_flags})
  list(APPEND flags -I${PROJECT_SOURCE_DIR}/refkernel)
  list(JOIN flags " " flags)
  add_custom_command(
    OUTPUT ${object}
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${cache}
    COMMAND ${NIM} c --skipUserCfg --skipParentCfg --os:any --cpu:riscv64 --mm:none -d:useMalloc -d:danger --panics:on
      --noMain --noLinking --app:staticlib --debugger:native --hints:off --path:${bindings_dir} --nimcache:${cache}
      --cc:clang --clang.exe:${CMAKE_C_COMPILER} --passC:${flags} ${source}
    COMMAND sh -c "exec \"$@\" ${cache}/*.o" sh
      ${CMAKE_C_COMPILER} ${riscv_target} -fuse-ld=lld -nostdlib -r -o ${object}
    DEPENDS ${source} ${bindings_dir}/membrane.nim ${PROJECT_SOURCE_DIR}/refkernel/membrane/membrane.h
    COMMENT "Nim object hello-nim.o"
    VERBATIM)
endfunction()

set(rust_target riscv64gc-unknown-none-elf)

function(find_rust missing)
  find_program(RUSTC rustc)
  set(${missing} "" PARENT_SCOPE)
  if(NOT RUSTC)
    set(${missing} "rustc was not found" PARENT_SCOPE)
    return()
  endif()
  execute_process(COMMAND ${RUSTC} --print target-libdir --target ${rust_target}
    OUTPUT_VARIABLE folder OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  file(GLOB core "${folder}/libcore-*.rlib")
  if(NOT core)
    set(${missing} "rustc has no core library for ${rust_target}, which rustup can install" PARENT_SCOPE)
  endif()
endfunction()

# A generated crate root names both modules, because they are in different folders.
function(compile_rust object source)
  set(root ${CMAKE_CURRENT_BINARY_DIR}/hello_root.rs)
  file(CONFIGURE OUTPUT ${root} @ONLY CONTENT [[
#![no_std]
#![no_main]
#[path = "@bindings_dir@/membrane.rs"]
mod membrane;
#[path = "@source@"]
mod hello;
]])
  add_custom_command(
    OUTPUT ${object}
    COMMAND ${RUSTC} --edition=2021 --target ${rust_target} -Dwarnings --emit=obj -O -g -Cpanic=abort -Ccodegen-units=1
      -Crelocation-model=static -Ccode-model=medium ${root} -o ${object}
    DEPENDS ${source} ${bindings_dir}/membrane.rs ${root}
    COMMENT "Rust object hello-rust.o"
    VERBATIM)
endfunction()
