# Flags for code of the host, and abi_room(): each folder is one library and links only the libraries that it may use, so
# a wrong dependency fails to link.

find_package(nlohmann_json 3.11 REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(doctest 2.4 REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(Threads REQUIRED)

add_library(host_flags INTERFACE)
target_include_directories(host_flags INTERFACE ${PROJECT_SOURCE_DIR}/abi-check)
# Assertions stay on in every build: they cost little, and a wrong result costs more.
target_compile_options(host_flags INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -UNDEBUG)
# Designated initialisers may leave members at their defaults. libstdc++ 12 implements stable_sort with a function that it
# deprecates itself.
target_compile_options(host_flags INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wno-missing-designated-field-initializers -Wno-deprecated-declarations>)
if(ABI_CHECK_SANITIZE AND ABI_CHECK_SANITIZE_THREADS)
  message(FATAL_ERROR "ABI_CHECK_SANITIZE and ABI_CHECK_SANITIZE_THREADS exclude each other; switch one off")
elseif(ABI_CHECK_SANITIZE)
  # LLVM is built without run-time type information, which vptr needs.
  set(sanitizers -fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all -fno-omit-frame-pointer)
elseif(ABI_CHECK_SANITIZE_THREADS)
  # LLVM's libraries are not built with the thread sanitizer, so it does not see races inside them. But it sees their
  # threads and mutexes, because it intercepts the calls of pthread functions. So it needs no suppressions.
  set(sanitizers -fsanitize=thread -fno-omit-frame-pointer)
endif()
target_compile_options(host_flags INTERFACE ${sanitizers})
target_link_options(host_flags INTERFACE ${sanitizers})

# <abi/conforms.hpp>, for users and the kernel.
add_library(abi_conforms INTERFACE)
target_include_directories(abi_conforms INTERFACE ${PROJECT_SOURCE_DIR}/abi-check/include)
target_link_libraries(abi_conforms INTERFACE Boost::headers)

# doctest_cases(PROGRAM PREFIX): each case of the doctest program PROGRAM is a CTest test "PREFIX.name of the case", run
# in the root of the tree. They are listed when PROGRAM has been linked; until then one test says that it is missing.
function(doctest_cases program prefix)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${program}_cases.cmake)
  set(script ${PROJECT_SOURCE_DIR}/cmake/list_cases.cmake)
  add_custom_command(TARGET ${program} POST_BUILD
    BYPRODUCTS ${output}
    COMMAND ${CMAKE_COMMAND} -D program=$<TARGET_FILE:${program}> -D prefix=${prefix} -D folder=${PROJECT_SOURCE_DIR}
      -D output=${output} -P ${script}
    VERBATIM)
  set_property(TARGET ${program} APPEND PROPERTY LINK_DEPENDS ${script})
  file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/${program}_tests.cmake
    "include(\"${output}\" OPTIONAL RESULT_VARIABLE listed)\n"
    "if(NOT listed)\n"
    "  add_test(${prefix}.is_not_built ${program}_is_not_built)\n"
    "endif()\n")
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${CMAKE_CURRENT_BINARY_DIR}/${program}_tests.cmake)
endfunction()

# Tests that start threads are in the doctest suite "threads", and only these run with the thread sanitizer. The target
# thread_tests builds their programs. Each program has only the files that hold such a test.
if(ABI_CHECK_SANITIZE_THREADS)
  add_custom_target(thread_tests)
endif()

# files_with_threads(VARIABLE FILE…): sets VARIABLE to those files that hold a case of the suite "threads".
function(files_with_threads variable)
  set(found)
  foreach(file ${ARGN})
    # Ninja refuses two rules for one file, so each file has one spelling here.
    get_filename_component(path ${file} ABSOLUTE)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
    file(STRINGS ${path} lines REGEX "test_suite\\(\"threads\"\\)")
    if(lines)
      list(APPEND found ${file})
    endif()
  endforeach()
  set(${variable} ${found} PARENT_SCOPE)
endfunction()

# abi_room(NAME SOURCES … [TESTS …] [LINK …] [TEST_LINK …]): library abi_NAME from SOURCES; and a test program
# NAME_test from TESTS. Its cases are the CTest tests unit.NAME.*.
function(abi_room name)
  cmake_parse_arguments(room "" "" "SOURCES;TESTS;LINK;TEST_LINK" ${ARGN})
  add_library(abi_${name} STATIC ${room_SOURCES})
  target_link_libraries(abi_${name} PUBLIC host_flags ${room_LINK})
  if(ABI_CHECK_SANITIZE_THREADS)
    files_with_threads(with_threads ${room_TESTS})
  endif()
  if(with_threads)
    set(room_TESTS ${with_threads})
  endif()
  if(room_TESTS AND BUILD_TESTING)
    add_executable(${name}_test ${room_TESTS} ${PROJECT_SOURCE_DIR}/abi-check/test/main.cpp)
    target_link_libraries(${name}_test PRIVATE abi_${name} doctest::doctest ${room_TEST_LINK})
    doctest_cases(${name}_test unit.${name})
    if(with_threads)
      add_dependencies(thread_tests ${name}_test)
    endif()
  endif()
endfunction()
