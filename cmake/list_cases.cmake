# Lists the cases of a doctest program for CTest: `cmake -D program=… -D prefix=… -D folder=… -D output=… -P`.
#
# The test "PREFIX.name of a case" runs that one case in FOLDER; the case's test suite is its label. A case is chosen by
# its number, because names hold commas, and doctest's filters split at commas. doctest_discover_tests of doctest 2.4
# cannot do this: it loses names with a semicolon or a bracket, and starts the program once for each label.
#
# This costs time: with AddressSanitizer a program starts in 18 ms, in 70 ms where it links LLVM. For 717 cases that is
# 41 s of CPU time, and the cases themselves take 180 s. The gain: gen_test takes 65 s as one test, and its longest case 30 s.
execute_process(COMMAND ${program} --list-test-cases --reporters=xml OUTPUT_VARIABLE rest COMMAND_ERROR_IS_FATAL ANY)

set(number 0)
set(names)
set(tests)
while(rest MATCHES "<TestCase name=\"([^\"]*)\"( testsuite=\"([^\"]*)\")?[^\n]*\n(.*)")
  set(name "${prefix}.${CMAKE_MATCH_1}")
  set(suite "${CMAKE_MATCH_3}")
  set(rest "${CMAKE_MATCH_4}")
  string(REPLACE "&quot;" "\"" name "${name}")
  string(REPLACE "&lt;" "<" name "${name}")
  string(REPLACE "&gt;" ">" name "${name}")
  string(REPLACE "&amp;" "&" name "${name}")
  string(FIND "${names}" "\n${name}\n" twice)
  if(NOT twice EQUAL -1)
    message(FATAL_ERROR "${program}: two cases are called '${name}'")
  endif()
  string(APPEND names "\n${name}\n")
  math(EXPR number "${number} + 1")
  string(APPEND tests "add_test([==[${name}]==] [==[${program}]==] --first=${number} --last=${number})\n"
    "set_tests_properties([==[${name}]==] PROPERTIES WORKING_DIRECTORY [==[${folder}]==] LABELS \"${suite}\")\n")
endwhile()
if(number EQUAL 0)
  message(FATAL_ERROR "${program}: expected test cases, found none")
endif()
file(WRITE ${output} "${tests}")
