# generate(FILE LANGUAGE SPEC): runs `abi-check gen LANGUAGE` on spec/SPEC.abi.json to write FILE below ${generated_dir}.
set(generated_dir ${PROJECT_BINARY_DIR}/generated)
function(generate file language spec)
  add_custom_command(
    OUTPUT ${generated_dir}/${file}
    COMMAND abi-check gen ${language} --spec spec/${spec}.abi.json -o ${generated_dir}/${file}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    DEPENDS abi-check ${PROJECT_SOURCE_DIR}/spec/${spec}.abi.json
    COMMENT "spec/${spec}.abi.json as ${language}"
    VERBATIM)
endfunction()
