#include "report/verdict.h"

#include <algorithm>
#include <array>

namespace abi {
namespace {

constexpr std::array table{
    VerdictRow{Verdict::differs, "FAIL", Ink::red, "differs", "✗", "fail", "differs"},
    VerdictRow{Verdict::unverified, "?", Ink::yellow, "", "?", "unknown", "unverified"},
    VerdictRow{Verdict::known, "known", Ink::magenta, "does not conform, and the baseline accepts that", "◇", "known",
               "known"},
    VerdictRow{Verdict::waived, "waived", Ink::blue, "does not conform, and waivers accept that", "○", "waived",
               "waived"},
    VerdictRow{Verdict::conforms, "ok", Ink::green, "conforms", "✓", "pass", "ok"},
    VerdictRow{Verdict::not_applicable, "-", Ink::dim, "", "–", "absent", "n/a"},
};

}  // namespace

std::span<const VerdictRow> verdict_table() {
    return table;
}

const VerdictRow& row_of(Verdict verdict) {
    return *std::ranges::find(table, verdict, &VerdictRow::verdict);
}

bool is_accepted(Verdict verdict) {
    return verdict == Verdict::waived || verdict == Verdict::known;
}

bool is_worse(Verdict one, Verdict other) {
    return &row_of(one) < &row_of(other);
}

}  // namespace abi
