# spec_bindings: spec/membrane.abi.json as C, Zig, Nim and Rust declare it, made by the tool itself:
# <abi/membrane.h>, membrane.zig, membrane.nim and membrane.rs in ${bindings_dir}. Whoever links it is built after them.
set(bindings_dir ${PROJECT_BINARY_DIR}/generated)
set(bindings)
foreach(binding c:abi/membrane.h zig:membrane.zig nim:membrane.nim rust:membrane.rs)
  string(REGEX MATCH "^(.*):(.*)$" _ ${binding})
  set(language ${CMAKE_MATCH_1})
  set(file ${bindings_dir}/${CMAKE_MATCH_2})
  add_custom_command(
    OUTPUT ${file}
    COMMAND abi-check gen ${language} --spec spec/membrane.abi.json -o ${file}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    DEPENDS abi-check ${PROJECT_SOURCE_DIR}/spec/membrane.abi.json
    COMMENT "spec/membrane.abi.json in ${language}"
    VERBATIM)
  list(APPEND bindings ${file})
endforeach()
add_custom_target(spec_bindings_made DEPENDS ${bindings})
add_library(spec_bindings INTERFACE)
add_dependencies(spec_bindings spec_bindings_made)
target_include_directories(spec_bindings INTERFACE ${bindings_dir})
