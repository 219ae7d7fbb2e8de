# spec_tables: <abi/membrane_table.h> and <abi/replay_table.h>, made from the specs by the tool itself, and
# <abi/conforms.hpp>. Whoever links it is built after them.
set(tables_dir ${PROJECT_BINARY_DIR}/generated)
set(tables)
foreach(name membrane replay)
  set(table ${tables_dir}/abi/${name}_table.h)
  add_custom_command(
    OUTPUT ${table}
    COMMAND abi-check gen table --spec spec/${name}.abi.json -o ${table}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    DEPENDS abi-check ${PROJECT_SOURCE_DIR}/spec/${name}.abi.json
    COMMENT "Table of spec/${name}.abi.json"
    VERBATIM)
  list(APPEND tables ${table})
endforeach()
add_custom_target(spec_tables_made DEPENDS ${tables})
add_library(spec_tables INTERFACE)
add_dependencies(spec_tables spec_tables_made)
target_include_directories(spec_tables INTERFACE ${tables_dir})
target_link_libraries(spec_tables INTERFACE abi_conforms)
