# host_llvm, host_clang and host_fmt: LLVM, clang and fmt for the host's code. Builds for development link their shared
# libraries. With ABI_CHECK_STATIC, the program holds all libraries but the C library, so that it runs on machines without LLVM.
# One program never links both kinds: LLVM would register its options twice.
find_package(LLVM 19.1 REQUIRED CONFIG)
find_package(Clang REQUIRED CONFIG HINTS ${LLVM_DIR}/../clang)

add_library(host_llvm INTERFACE)
target_include_directories(host_llvm SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
add_library(host_clang INTERFACE)
target_include_directories(host_clang SYSTEM INTERFACE ${CLANG_INCLUDE_DIRS})
add_library(host_fmt INTERFACE)

if(NOT ABI_CHECK_STATIC)
  target_link_libraries(host_llvm INTERFACE LLVM)
  target_link_libraries(host_clang INTERFACE clang-cpp host_llvm)
  target_link_libraries(host_fmt INTERFACE fmt::fmt)
  return()
endif()

# find_static(VARIABLE NAME PACKAGE): the static library libNAME.a of Debian's PACKAGE.
function(find_static variable name package)
  find_library(${variable} lib${name}.a)
  if(NOT ${variable})
    message(FATAL_ERROR "ABI_CHECK_STATIC: expected lib${name}.a, found none; install ${package}, or run ci/setup --package")
  endif()
endfunction()
find_static(static_zstd zstd libzstd-dev)
find_static(static_z z zlib1g-dev)
find_static(static_tinfo tinfo libtinfo-dev)

# Debian's CMake package of clang names LLVM's shared library as a dependency, so the archives are listed here. llvm-config
# knows what LLVM's own libraries need; --gc-sections drops what the program does not use.
execute_process(
  COMMAND ${LLVM_TOOLS_BINARY_DIR}/llvm-config --link-static --libs
    bitreader debuginfobtf debuginfocodeview debuginfodwarf debuginfomsf debuginfopdb frontendopenmp irreader object option
    profiledata support targetparser textapi windowsdriver
  OUTPUT_VARIABLE names OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
string(REGEX REPLACE "-l(LLVM[A-Za-z0-9]+) *" "${LLVM_LIBRARY_DIR}/lib\\1.a;" llvm_archives "${names}")
foreach(machine ${LLVM_TARGETS_TO_BUILD})
  list(APPEND llvm_archives ${LLVM_LIBRARY_DIR}/libLLVM${machine}Info.a)
endforeach()
set(clang_archives)
foreach(name Tooling Format ToolingInclusions ToolingInclusionsStdlib ToolingCore Frontend Driver Serialization Parse Sema APINotes Edit Analysis
    ASTMatchers AST Rewrite Lex Basic Support)
  list(APPEND clang_archives ${LLVM_LIBRARY_DIR}/libclang${name}.a)
endforeach()
target_link_libraries(host_llvm INTERFACE ${llvm_archives} ${static_zstd} ${static_z} ${static_tinfo})
target_link_libraries(host_clang INTERFACE ${clang_archives} host_llvm)
target_link_libraries(host_fmt INTERFACE fmt::fmt-header-only)

# The macro __FILE__ of assertions, also in LLVM's headers, must not name a folder of the machine that builds the program.
foreach(folder ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR} ${LLVM_INCLUDE_DIRS})
  target_compile_options(host_flags INTERFACE -ffile-prefix-map=${folder}/=)
endforeach()
# Packed relocations make the program 5 MB smaller; the C library reads them since 2.36.
target_link_options(host_flags INTERFACE -fuse-ld=lld -static-libstdc++ -static-libgcc
  -Wl,--gc-sections -Wl,--strip-all -Wl,-O2 -Wl,--as-needed -Wl,-z,pack-relative-relocs)
