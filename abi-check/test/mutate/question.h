// Mutations of the question: flags, targets, compilers, objects and headers. A program of its own asks abi-check about
// them, see the file `question`.
#pragma once

#include <string>

#include "test/mutate/run.h"

namespace abi::mutate {

struct Questioner {
    std::string program;  // the path of `question`; empty: no questions are mutated
    std::string tool;     // the path of abi-check
};

/// Runs the program for each machine of the run and counts what it prints. A program that fails is a false alarm.
Tally mutate_questions(const Questioner& questioner, const Run& run);

}  // namespace abi::mutate
