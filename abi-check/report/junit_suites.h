// JUnit XML, as the schema junit-10.xsd of Jenkins' xUnit plugin has it.
#pragma once

#include <string>
#include <vector>

namespace abi {

struct JunitCase {
    std::string name;
    std::string outcome{};  // the element: "failure", "error", "skipped"; empty: the case passed
    std::string type{};     // the rule, of a failure or an error
    std::string message{};  // of the outcome
    std::string text{};     // all that there is to tell, in lines
};

struct JunitSuite {
    std::string name;
    std::string class_name;
    std::vector<JunitCase> cases{};
};

std::string write_junit(const std::vector<JunitSuite>& suites);

}  // namespace abi
