#include "explain/dump_column.h"

namespace abi {
namespace {

/// hexdump and od write addresses of seven digits. Seven digits cannot be whole bytes.
bool has_odd_address(const DumpRow& row) {
    const auto width = row.groups[0].size();
    return row.address.size() == 7 && row.address.back() == '0' && (width == 4 || width == 6);
}

}  // namespace

DumpColumn::Step DumpColumn::misfit() {
    --score_;
    return Step::misfit;
}

DumpColumn::Step DumpColumn::take(const DumpRow& row, bool repeats) {
    const auto address = all_digits(row.address, base_) ? number(row.address, base_) : std::nullopt;
    const auto count = count_bytes(row, kind_);
    if (!address || !count) return misfit();
    const bool is_reached = expected_ && (repeats ? *address >= *expected_ : *address == *expected_);
    address_ = *address;
    if (row.groups.empty()) {
        // The last address may lie within the last word.
        const bool is_end = is_reached || (expected_ && *address < *expected_ && *expected_ - *address < word_);
        part();
        if (!is_end) return misfit();
        ++score_;
        return Step::ends;
    }
    const bool has_characters = row.bar != 0 && row.characters->size() == *count;
    // A column of one character for each byte is strong evidence, even in a single line.
    if (has_characters) score_ += 2;
    if (is_reached) ++score_;
    if (!expected_ && has_odd_address(row)) ++score_;
    if (expected_ && !is_reached && !has_characters) --score_;
    expected_ = *address + *count;
    word_ = *count / row.groups.size();
    return is_reached ? Step::follows : Step::starts;
}

std::vector<DumpColumn> all_columns() {
    std::vector<DumpColumn> columns;
    for (const int base : {8, 10, 16}) columns.emplace_back(GroupKind::octal_words, base);
    for (const int base : {8, 10, 16}) columns.emplace_back(GroupKind::octal_bytes, base);
    for (const int base : {16, 8, 10}) columns.emplace_back(GroupKind::hex, base);
    return columns;
}

}  // namespace abi
