# Writes the header commit.h: `cmake -D source=FOLDER -D output=FILE -P`. abi::commit is git's commit of FOLDER, with "+" behind
# it if tracked files differ, or "" if FOLDER is not a work tree. An unchanged header keeps its time.
set(commit "")
execute_process(COMMAND git -C ${source} rev-parse --short=12 HEAD
  OUTPUT_VARIABLE head OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(NOT failed)
  execute_process(COMMAND git -C ${source} diff --quiet HEAD -- RESULT_VARIABLE differs ERROR_QUIET)
  set(commit ${head})
  if(differs)
    string(APPEND commit "+")
  endif()
endif()
set(text "#include <string_view>\nnamespace abi {\ninline constexpr std::string_view commit = \"${commit}\";\n}\n")
file(CONFIGURE OUTPUT ${output} CONTENT "${text}" @ONLY)
