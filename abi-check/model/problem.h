// A problem is a failure to do what was asked: an unreadable file, a spec that breaks its schema, a
// unit that does not compile. It is not a finding: a problem means that there is no answer.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/layout.h"

namespace abi {

struct Problem {
    Place place;           // the file at least
    std::string pointer;   // RFC 6901 JSON pointer into it, where it is JSON
    std::string expected;  // may be empty when `found` is a whole sentence
    std::string found;
};

/// "PATH: error: expected …, found …": a problem of a whole file, without a line and without a JSON pointer.
inline Problem file_problem(std::string path, std::string expected, std::string found) {
    return {{.file = std::move(path)}, "", std::move(expected), std::move(found)};
}

/// What is wrong, without its place: "expected …, found …".
std::string sentence(const Problem& problem);

/// One line: "file:line:col: error: /pointer: expected …, found …".
std::string to_string(const Problem& problem);

/// A value, or the problems that prevented it.
template <typename T>
struct Result {
    std::optional<T> value;
    std::vector<Problem> problems;

    Result(T made) : value(std::move(made)) {}
    Result(Problem problem) { problems.push_back(std::move(problem)); }
    Result(std::vector<Problem> all) : problems(std::move(all)) {}

    explicit operator bool() const { return value.has_value(); }
    T& operator*() { return *value; }
    const T& operator*() const { return *value; }
    T* operator->() { return &*value; }
    const T* operator->() const { return &*value; }
};

}  // namespace abi
