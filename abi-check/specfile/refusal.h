// For tests: a document with one fault, and what a reader must say of it.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "model/problem.h"

namespace abi {

struct Refusal {
    const char* fault;     // what is wrong, for readers of the table
    std::string text;      // the document
    const char* pointer;   // where
    const char* expected;  // a part of what is said
    const char* found;
};

/// Exactly one problem, at a known line, with the pointer and both phrases.
template <typename Value>
void check_refusal(const Refusal& row, const Result<Value>& result) {
    CAPTURE(std::string(row.fault));
    std::string said;
    for (const auto& problem : result.problems) said += to_string(problem) + "\n";
    CAPTURE(said);
    REQUIRE_FALSE(result);
    REQUIRE(result.problems.size() == 1);
    const Problem& problem = result.problems[0];
    CHECK(problem.place.file == "test.json");
    CHECK(problem.place.line != 0);
    CHECK(problem.place.column != 0);
    CHECK(problem.pointer == row.pointer);
    CHECK(problem.expected.find(row.expected) != std::string::npos);
    CHECK(problem.found.find(row.found) != std::string::npos);
}

/// A spec with these declarations: one_spec(R"("records": [...])").
inline std::string one_spec(const std::string& declarations) {
    return R"({"name": "test", )" + declarations + "}";
}

/// A spec with one record of this size and alignment.
inline std::string one_record(int size, int align, const std::string& fields, const std::string& more = "") {
    return one_spec(R"("records": [{"name": "R", "size": )" + std::to_string(size) + R"(, "align": )" +
                    std::to_string(align) + ", " + more + R"("fields": [)" + fields + "]}]");
}

}  // namespace abi
