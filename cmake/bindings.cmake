# spec_bindings: the declarations of spec/membrane.abi.json in C, Zig, Nim and Rust, written by abi-check:
# <abi/membrane.h>, membrane.zig, membrane.nim and membrane.rs in ${bindings_dir}. Targets that link it are built after them.
set(bindings_dir ${generated_dir})
set(bindings)
foreach(binding c:abi/membrane.h zig:membrane.zig nim:membrane.nim rust:membrane.rs)
  string(REGEX MATCH "^(.*):(.*)$" _ ${binding})
  generate(${CMAKE_MATCH_2} ${CMAKE_MATCH_1} membrane)
  list(APPEND bindings ${generated_dir}/${CMAKE_MATCH_2})
endforeach()
add_custom_target(spec_bindings_made DEPENDS ${bindings})
add_library(spec_bindings INTERFACE)
add_dependencies(spec_bindings spec_bindings_made)
target_include_directories(spec_bindings INTERFACE ${bindings_dir})
