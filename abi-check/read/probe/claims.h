// Claims (model/claim.h) as questions of a plan. Each is a line that compiles if an assertion holds:
//
//     denial    what the spec has; the finding claims that it is false, so the compiler must refuse the line
//     control   what was found instead; the compiler must accept the line
//
// The rounds of ask.h leave refused lines out until the source compiles. So the last source is the positive control of
// the whole file: nothing else in it was refused.
#pragma once

#include <string>
#include <vector>

#include "model/claim.h"
#include "read/probe/plan.h"

namespace abi::probe {

/// Adds the items of all claims of the request.
void add_claims(Plan& plan);

const Claim& claim_of(const Plan& plan, const Item& item);

/// Whether an item of a claim is its control.
bool is_control(const Item& item);

/// The number that the line of an item compares with.
const Integer& compared_number(const Plan& plan, const Item& item);

/// The answers, when all lines that are left compile.
std::vector<ClaimAnswer> judged(const Plan& plan);

/// Adds the answers for another file of the request.
void add_answers(const std::vector<Claim>& claims, std::vector<ClaimAnswer> from, std::vector<ClaimAnswer>& to);

/// The line of a claim in C or C++, and in Rust; `constant`: how Rust writes the name of a constant.
std::string c_claim(const Plan& plan, std::size_t number);
std::string rust_claim(const Plan& plan, std::size_t number, const std::string& constant);

}  // namespace abi::probe
