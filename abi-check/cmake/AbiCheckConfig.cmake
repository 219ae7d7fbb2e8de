# find_package(AbiCheck):
#
#   abi::conforms                   a library for <abi/conforms.hpp>; needs C++20 and the headers of Boost.PFR
#   AbiCheck::abi-check             the program
#   abi_check_add_test(NAME … CONFIG …)
#
# All paths are relative to this file, so the folder of the installation can be moved. Without Boost there is no abi::conforms;
# find_package(AbiCheck COMPONENTS conforms) then fails and names the reason.
get_filename_component(AbiCheck_PREFIX "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

if(NOT TARGET AbiCheck::abi-check)
  add_executable(AbiCheck::abi-check IMPORTED)
  set_target_properties(AbiCheck::abi-check PROPERTIES IMPORTED_LOCATION "${AbiCheck_PREFIX}/bin/abi-check")
endif()

# CMake's own module and Boost's package both find the headers; only the module is in every CMake before 3.30.
find_path(AbiCheck_PFR boost/pfr/core.hpp HINTS ${Boost_INCLUDE_DIRS} ${Boost_INCLUDE_DIR} ${BOOST_ROOT}/include)
mark_as_advanced(AbiCheck_PFR)
set(AbiCheck_conforms_FOUND FALSE)
if(AbiCheck_PFR)
  set(AbiCheck_conforms_FOUND TRUE)
  if(NOT TARGET abi::conforms)
    add_library(abi::conforms INTERFACE IMPORTED)
    set_target_properties(abi::conforms PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${AbiCheck_PREFIX}/include;${AbiCheck_PFR}")
    target_compile_features(abi::conforms INTERFACE cxx_std_20)
  endif()
endif()
foreach(component IN LISTS AbiCheck_FIND_COMPONENTS)
  if(AbiCheck_FIND_REQUIRED_${component} AND NOT AbiCheck_${component}_FOUND)
    set(AbiCheck_FOUND FALSE)
    set(AbiCheck_NOT_FOUND_MESSAGE "expected the component conforms and the header boost/pfr/core.hpp (Debian: libboost-dev); \
the component ${component} was not found")
  endif()
endforeach()

# abi_check_add_test(NAME name CONFIG file [OPTIONS option…]): a test that runs the gate with a configuration. The file is
# relative to the current source folder, in which abi-check runs. The layers may name the commands of this build:
# OPTIONS -p ${CMAKE_BINARY_DIR}, with CMAKE_EXPORT_COMPILE_COMMANDS.
function(abi_check_add_test)
  cmake_parse_arguments(PARSE_ARGV 0 test "" "NAME;CONFIG" "OPTIONS")
  if(NOT test_NAME OR NOT test_CONFIG OR test_UNPARSED_ARGUMENTS OR test_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "abi_check_add_test: expected NAME name CONFIG file [OPTIONS option…], found: ${ARGV}")
  endif()
  get_filename_component(test_CONFIG "${test_CONFIG}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
  if(NOT EXISTS "${test_CONFIG}")
    message(FATAL_ERROR "abi_check_add_test: expected a configuration, found no file ${test_CONFIG}")
  endif()
  add_test(NAME "${test_NAME}" COMMAND AbiCheck::abi-check --config "${test_CONFIG}" ${test_OPTIONS}
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
endfunction()
