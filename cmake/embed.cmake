# embed(TARGET FILE…): compiles text files into TARGET. Editors and formatters know the language of such files.
# The folder's own header "embedded.h" (#include "report/embedded.h") holds each as a std::string_view in the namespace
# abi::embedded; its name is the file's, with _ for other characters: page.css is abi::embedded::page_css.
# When a file changes, the build writes the header again.
function(embed target)
  set(embedded "")
  foreach(file ${ARGN})
    get_filename_component(file ${file} ABSOLUTE)
    get_filename_component(name ${file} NAME)
    string(MAKE_C_IDENTIFIER ${name} name)
    file(READ ${file} text)
    string(APPEND embedded "inline constexpr std::string_view ${name} = R\"embed(${text})embed\";\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  endforeach()
  file(RELATIVE_PATH room ${PROJECT_SOURCE_DIR}/abi-check ${CMAKE_CURRENT_SOURCE_DIR})
  configure_file(${PROJECT_SOURCE_DIR}/cmake/embedded.h.in ${PROJECT_BINARY_DIR}/embedded/${room}/embedded.h @ONLY)
  target_include_directories(${target} PRIVATE ${PROJECT_BINARY_DIR}/embedded)
endfunction()
