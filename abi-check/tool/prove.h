// --prove: the compilers of the layers judge the errors of the gate.
//
//     errors ─► claims (model/claim.h) ─► assertions in the layer's language ─► its compiler, its flags, its target
//                 │                                                              │ refuses: the error is proved
//                 └─► no assertion states it, or nothing can compile it:         └ accepts: the error is dropped, and
//                     not provable                                                 abi-refuted takes its place
#pragma once

#include "check/witnesses.h"
#include "model/finding.h"
#include "tool/project.h"

namespace abi {

/// Sets the proofs of the comparison and of its errors that are not accepted.
void prove(const Project& project, const Options& options, const AllAnswers& answers, Comparison& comparison);

}  // namespace abi
