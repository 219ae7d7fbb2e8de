// The result of a replay as a page: each packet as offset, hexadecimal and ASCII, with its fields. A byte links to its
// field, and bytes and field have one colour.
#include <algorithm>
#include <string>
#include <utility>

#include "report/page.h"
#include "report/report.h"

namespace abi {
namespace {

constexpr std::size_t row_bytes = 16;
constexpr std::size_t most_bytes = 4096;  // of one packet that are drawn

/// A case on the page, with the ids of its parts.
struct Drawn {
    const ReplayedCase& one;
    std::string id;  // "set-1-case-3"

    std::string field_id(std::size_t field) const { return id + "-field-" + std::to_string(field); }
};

/// The index of the field that a byte belongs to; the number of fields for a byte between fields.
std::size_t field_of(const ReplayedCase& one, std::size_t byte) {
    for (std::size_t i = 0; i < one.fields.size(); ++i) {
        const auto& field = one.fields[i];
        if (field.at_bits < byte * 8 + 8 && byte * 8 < field.at_bits + field.width_bits) return i;
    }
    return one.fields.size();
}

std::string hue(std::size_t field) {
    return "h" + std::to_string(field % 6);
}

/// A byte in one of the two columns: as a link to its field, or as text between fields.
void append_byte(Html& out, const Drawn& drawn, std::size_t at, std::string_view text) {
    const auto field = field_of(drawn.one, at);
    if (field == drawn.one.fields.size()) {
        out.add("<span title=\"between the fields\">{}</span>", text);
        return;
    }
    const auto& its = drawn.one.fields[field];
    out.add("<a class=\"{}{}\" href=\"#{}\" title=\"{}\">{}</a>", hue(field), its.found.empty() ? "" : " wrong",
            drawn.field_id(field), its.path, text);
}

void append_bytes(Html& out, const Drawn& drawn) {
    const auto& bytes = drawn.one.bytes;
    const std::size_t count = std::min(bytes.size(), most_bytes);
    out.add("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Bytes of {}\"><pre class=\"dump\">",
            drawn.one.name);
    for (std::size_t at = 0; at < count; at += row_bytes) {
        const std::size_t end = std::min(at + row_bytes, count);
        out.add("<span class=\"address\">{:4x}</span>", at);
        for (std::size_t i = at; i < at + row_bytes; ++i) {
            out += i % 8 == 0 ? HtmlLiteral("  ") : HtmlLiteral(" ");
            if (i < end) {
                append_byte(out, drawn, i, fmt::format("{:02x}", bytes[i]));
            } else {
                out += "  ";
            }
        }
        out += "  |";
        for (std::size_t i = at; i < end; ++i) {
            const bool is_printable = bytes[i] >= 0x20 && bytes[i] < 0x7f;
            append_byte(out, drawn, i, std::string(1, is_printable ? static_cast<char>(bytes[i]) : '.'));
        }
        out += "|\n";
    }
    out += "</pre></div>";
    if (bytes.size() > count) out.add("<p>{} more bytes are not drawn.</p>", bytes.size() - count);
}

/// Expected above found, where they differ.
void append_fields(Html& out, const Drawn& drawn) {
    out.add(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Fields of {}\"><table "
        "class=\"fields\"><thead>"
        "<tr><th scope=\"col\">Offset</th><th scope=\"col\">Field</th><th scope=\"col\">Value</th></tr></thead><tbody>",
        drawn.one.name);
    for (std::size_t i = 0; i < drawn.one.fields.size(); ++i) {
        const auto& field = drawn.one.fields[i];
        const std::string bit = field.at_bits % 8 == 0 ? "" : ", bit " + std::to_string(field.at_bits % 8);
        out.add(
            "<tr id=\"{}\"><td>{}{}</td><td><span class=\"swatch {}\" aria-hidden=\"true\"></span> "
            "<code>{}</code></td>",
            drawn.field_id(i), field.at_bits / 8, bit, hue(i), field.path);
        if (field.found.empty()) {
            out.add("<td><code>{}</code></td></tr>", field.expected);
        } else {
            out.add("<td class=\"wrong\">expected <code>{}</code><br>≠ found <code>{}</code></td></tr>", field.expected,
                    field.found);
        }
    }
    out += "</tbody></table></div>";
}

void append_case(Html& out, const Drawn& drawn) {
    const ReplayedCase& one = drawn.one;
    const bool failed = !one.passed && !one.unsupported;
    const HtmlLiteral open = failed ? HtmlLiteral(" open") : HtmlLiteral("");
    out.add(
        "<details id=\"{}\"{}><summary><span class=\"symbol {}\" aria-hidden=\"true\">{}</span> {} <small>{}</small>"
        "</summary>",
        drawn.id, open,
        one.passed ? "pass"
        : failed   ? "fail"
                   : "unknown",
        one.passed ? "✓"
        : failed   ? "✗"
                   : "?",
        one.name,
        one.passed ? "answered as expected"
        : failed   ? "failed"
                   : "not supported");
    if (!one.doc.empty()) out.add("<p>{}</p>", one.doc);
    if (!one.passed) out.add("<p class=\"where\"><b>{}</b></p>", one.message);
    if (const auto place = to_string(one.place); !place.empty())
        out.add("<p><code class=\"place\">{}</code></p>", place);
    if (!one.verdict.empty()) {
        out.add("<p>Verdict: <code>{}</code>", one.verdict);
        if (!one.answered.empty()) out.add(" was expected, the target answered <code>{}</code>", one.answered);
        out += "</p>";
    }
    append_bytes(out, drawn);
    append_fields(out, drawn);
    if (!one.fixture.empty()) {
        out.add("<p>As a fixture:</p><div class=\"scroll\" tabindex=\"0\"><pre>{}</pre></div>", one.fixture);
    }
    out += "</details>\n";
}

std::string words_of(const ReplayedSet& set) {
    std::string words = std::to_string(set.passed) + " of " + std::to_string(set.count) + " answered as expected";
    if (set.unsupported != 0) words += ", " + std::to_string(set.unsupported) + " not supported";
    return words;
}

void append_set(Html& out, const ReplayedSet& set, const std::string& id) {
    out.add("<section id=\"{}\"><h2>{}</h2><p>{}. The packets are <code>{}</code>.</p>\n", id, set.origin,
            words_of(set), set.record);
    if (!set.target.empty()) {
        out.add("<p>Target: {}, {}.</p>", set.target,
                set.spec_digest.empty() ? "which did not say against which spec it was built"
                                        : "built against the spec of this replay");
    }
    for (const auto& remark : set.remarks) out.add("<p>{}</p>", remark);
    // What failed is first.
    for (const bool passed : {false, true}) {
        for (std::size_t i = 0; i < set.cases.size(); ++i) {
            if (set.cases[i].passed == passed) append_case(out, {set.cases[i], id + "-case-" + std::to_string(i + 1)});
        }
    }
    out += "</section>\n";
}

/// Cases by targets. Those that all answered alike are counted.
void append_compared(Html& out, const ComparedSet& set, const std::string& id) {
    const auto same = std::ranges::count_if(set.cases, &ComparedCase::is_same);
    out.add("<section id=\"{}\"><h2>{}: targets compared</h2><p>{} of {} cases have the same expected answer.</p>", id,
            set.origin, same, set.cases.size());
    if (static_cast<std::size_t>(same) != set.cases.size()) {
        out.add(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Targets of {}\"><table "
            "class=\"fields\"><thead><tr><th scope=\"col\">Case</th>",
            set.origin);
        for (const auto& target : set.targets) out.add("<th scope=\"col\">{}</th>", target);
        out += "</tr></thead><tbody>";
        for (const auto& one : set.cases) {
            if (one.is_same) continue;
            out.add("<tr><th scope=\"row\">{}</th>", one.name);
            for (const auto& [of, answer] : one.answers) {
                const bool passed = answer != nullptr && answer->passed;
                out.add("<td{}>{} {}</td>", passed ? HtmlLiteral("") : HtmlLiteral(" class=\"wrong\""),
                        passed ? "✓" : "≠", answer == nullptr ? "not asked" : short_answer(*answer));
            }
            out += "</tr>";
        }
        out += "</tbody></table></div>";
    }
    out += "</section>\n";
}

Conclusion conclusion_of(const Replayed& replayed) {
    std::size_t count = 0;
    std::size_t passed = 0;
    std::size_t unsupported = 0;
    for (const auto& set : replayed.sets) {
        count += set.count;
        passed += set.passed;
        unsupported += set.unsupported;
    }
    std::string sentence = fmt::format("{} of {} packets were answered as expected", passed, count);
    if (unsupported != 0) sentence += fmt::format(", {} are not supported", unsupported);
    if (failed_cases(replayed) != 0) return {"fail", "✗", "Some packets failed", std::move(sentence)};
    if (!replayed.problems.empty() || replayed.sets.empty()) {
        return {"unknown", "?", "Not everything could be replayed", std::move(sentence)};
    }
    return {"pass", "✓", unsupported == 0 ? "All packets passed" : "All supported packets passed", std::move(sentence)};
}

}  // namespace

std::string replay_html(const Replayed& replayed, const TextStyle& style) {
    const Conclusion conclusion = conclusion_of(replayed);
    const auto compared = compare_targets(replayed);
    Html out = page_head(fmt::format("{} {} – abi-check replay", conclusion.symbol, replayed.kernel));
    out.add(R"(<header><div class="top"><p class="eyebrow">abi-check · replay</p>{}</div><h1>{}</h1>{}{}</header>)"
            R"(<div class="columns"><nav aria-label="Contents"><h2>Packets</h2><ul>)",
            theme_switch(), replayed.kernel, conclusion_html(conclusion), origin_html(style.page));
    for (std::size_t i = 0; i < replayed.sets.size(); ++i) {
        const auto& set = replayed.sets[i];
        const bool passed = set.failed == 0 && set.passed + set.unsupported == set.count;
        out.add(
            "<li><a href=\"#set-{}\"><span class=\"symbol {}\" aria-hidden=\"true\">{}</span>{}</a> "
            "<small>{}</small></li>",
            i + 1, passed ? "pass" : "fail", passed ? "✓" : "✗",
            compared.empty() ? set.origin : set.origin + " by " + set.target, words_of(set));
    }
    out += "</ul></nav>\n<main>\n";
    if (!replayed.problems.empty()) {
        out += "<section id=\"problems\"><h2>Not everything could be replayed</h2><ul>";
        for (const auto& problem : replayed.problems) out.add("<li>{}</li>", to_string(problem));
        out += "</ul></section>\n";
    }
    for (std::size_t i = 0; i < compared.size(); ++i) {
        append_compared(out, compared[i], "compared-" + std::to_string(i + 1));
    }
    for (std::size_t i = 0; i < replayed.sets.size(); ++i) {
        append_set(out, replayed.sets[i], "set-" + std::to_string(i + 1));
    }
    out += "</main></div>\n";
    out += page_end();
    return std::move(out).text();
}

}  // namespace abi
