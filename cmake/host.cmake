# Flags for code of the host, and abi_room(): each folder is one library and links only the libraries that it may use, so
# a wrong dependency fails to link.

find_package(LLVM 19.1 REQUIRED CONFIG)
find_package(Clang REQUIRED CONFIG HINTS ${LLVM_DIR}/../clang)
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
if(ABI_CHECK_SANITIZE)
  # LLVM is built without run-time type information, which vptr needs.
  set(sanitizers -fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(host_flags INTERFACE ${sanitizers})
  target_link_options(host_flags INTERFACE ${sanitizers})
endif()

# <abi/conforms.hpp>, for users and the kernel.
add_library(abi_conforms INTERFACE)
target_include_directories(abi_conforms INTERFACE ${PROJECT_SOURCE_DIR}/abi-check/include)
target_link_libraries(abi_conforms INTERFACE Boost::headers)

# Shared libraries only: static ones in addition would register LLVM's options twice.
add_library(llvm_shared INTERFACE)
target_include_directories(llvm_shared SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
target_link_libraries(llvm_shared INTERFACE LLVM)
add_library(clang_shared INTERFACE)
target_include_directories(clang_shared SYSTEM INTERFACE ${CLANG_INCLUDE_DIRS})
target_link_libraries(clang_shared INTERFACE clang-cpp llvm_shared)

# abi_room(NAME SOURCES … [TESTS …] [LINK …] [TEST_LINK …]): adds the library abi_NAME with SOURCES, and
# the test program NAME_test with TESTS, as one CTest test.
function(abi_room name)
  cmake_parse_arguments(room "" "" "SOURCES;TESTS;LINK;TEST_LINK" ${ARGN})
  add_library(abi_${name} STATIC ${room_SOURCES})
  target_link_libraries(abi_${name} PUBLIC host_flags ${room_LINK})
  if(room_TESTS AND BUILD_TESTING)
    add_executable(${name}_test ${room_TESTS} ${PROJECT_SOURCE_DIR}/abi-check/test/main.cpp)
    target_link_libraries(${name}_test PRIVATE abi_${name} doctest::doctest ${room_TEST_LINK})
    add_test(NAME unit.${name} COMMAND ${name}_test WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  endif()
endfunction()
