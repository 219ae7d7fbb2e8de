#include "fix/unified_diff.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace abi::fix {
namespace {

constexpr std::size_t context = 3;

/// Each line with its end.
std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return lines;
}

/// A line of the result: of both texts, or of one of them.
struct Step {
    char mark = ' ';  // ' ', '-' or '+'
    std::string_view line;
};

/// The lines between two texts that begin and end alike, by their longest common subsequence. The middle parts are
/// short, because edits are; where they are not, all lines of one replace all of the other.
void append_middle(std::vector<std::string_view> a, std::vector<std::string_view> b, std::vector<Step>& steps) {
    constexpr std::size_t most = 4'000'000;
    if (a.size() * b.size() > most) {
        for (const auto line : a) steps.push_back({'-', line});
        for (const auto line : b) steps.push_back({'+', line});
        return;
    }
    const auto width = b.size() + 1;
    std::vector<unsigned> common((a.size() + 1) * width);  // of the ends that begin at i and j
    for (auto i = a.size(); i-- > 0;) {
        for (auto j = b.size(); j-- > 0;) {
            common[i * width + j] = a[i] == b[j] ? common[(i + 1) * width + j + 1] + 1
                                                 : std::max(common[(i + 1) * width + j], common[i * width + j + 1]);
        }
    }
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() || j < b.size()) {
        if (i < a.size() && j < b.size() && a[i] == b[j]) {
            steps.push_back({' ', a[i++]});
            ++j;
        } else if (i < a.size() && (j == b.size() || common[(i + 1) * width + j] >= common[i * width + j + 1])) {
            steps.push_back({'-', a[i++]});
        } else {
            steps.push_back({'+', b[j++]});
        }
    }
}

std::vector<Step> steps_between(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b) {
    std::size_t begin = 0;
    while (begin < a.size() && begin < b.size() && a[begin] == b[begin]) ++begin;
    std::size_t end = 0;
    while (end < a.size() - begin && end < b.size() - begin && a[a.size() - 1 - end] == b[b.size() - 1 - end]) ++end;
    std::vector<Step> steps;
    for (std::size_t i = 0; i < begin; ++i) steps.push_back({' ', a[i]});
    const auto skip = static_cast<std::ptrdiff_t>(begin);
    const auto rest = static_cast<std::ptrdiff_t>(end);
    append_middle({a.begin() + skip, a.end() - rest}, {b.begin() + skip, b.end() - rest}, steps);
    for (std::size_t i = a.size() - end; i < a.size(); ++i) steps.push_back({' ', a[i]});
    return steps;
}

/// "3,7", or "3" for one line. Of no line, the number is that of the line before.
std::string range_of(std::size_t first, std::size_t count) {
    if (count == 1) return std::to_string(first + 1);
    return std::to_string(count == 0 ? first : first + 1) + "," + std::to_string(count);
}

void append_line(const Step& step, std::string& text) {
    text += step.mark;
    text += step.line;
    if (!step.line.ends_with('\n')) text += "\n\\ No newline at end of file\n";
}

}  // namespace

std::string unified_diff(std::string_view path, std::string_view before, std::string_view after) {
    if (before == after) return "";
    const auto steps = steps_between(lines_of(before), lines_of(after));
    std::string text = "--- a/" + std::string(path) + "\n+++ b/" + std::string(path) + "\n";
    std::size_t line_a = 0;
    std::size_t line_b = 0;
    for (std::size_t at = 0; at < steps.size();) {
        const auto is_change = [](const Step& step) { return step.mark != ' '; };
        const auto next = std::find_if(steps.begin() + static_cast<std::ptrdiff_t>(at), steps.end(), is_change);
        if (next == steps.end()) break;
        const auto change = static_cast<std::size_t>(next - steps.begin());
        const auto begin = std::max(at, change - std::min(change, context));
        line_a += begin - at;
        line_b += begin - at;
        // The hunk goes on while changes are at most two contexts apart.
        auto end = change;
        for (auto i = change; i < steps.size() && i <= end + 2 * context; ++i) {
            if (is_change(steps[i])) end = i;
        }
        end = std::min(steps.size(), end + 1 + context);
        std::string hunk;
        std::size_t count_a = 0;
        std::size_t count_b = 0;
        for (auto i = begin; i < end; ++i) {
            append_line(steps[i], hunk);
            count_a += steps[i].mark != '+' ? 1 : 0;
            count_b += steps[i].mark != '-' ? 1 : 0;
        }
        text += "@@ -" + range_of(line_a, count_a) + " +" + range_of(line_b, count_b) + " @@\n" + hunk;
        line_a += count_a;
        line_b += count_b;
        at = end;
    }
    return text;
}

}  // namespace abi::fix
