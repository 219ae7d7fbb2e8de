# spec_tables: <abi/membrane_table.h> and <abi/replay_table.h>, written by abi-check from the specs, and
# <abi/conforms.hpp>. Targets that link it are built after them.
set(tables)
foreach(name membrane replay)
  generate(abi/${name}_table.h table ${name})
  list(APPEND tables ${generated_dir}/abi/${name}_table.h)
endforeach()
add_custom_target(spec_tables_made DEPENDS ${tables})
add_library(spec_tables INTERFACE)
add_dependencies(spec_tables spec_tables_made)
target_include_directories(spec_tables INTERFACE ${generated_dir})
target_link_libraries(spec_tables INTERFACE abi_conforms)
