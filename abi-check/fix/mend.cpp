#include "fix/mend.h"

#include <algorithm>
#include <array>
#include <optional>

#include "fix/c_record.h"
#include "fix/c_types.h"
#include "model/find.h"
#include "model/words.h"

namespace abi::fix {
namespace {

std::string ticks(std::string_view text) {
    return "`" + std::string(text) + "`";
}

Mend refuse(std::string why) {
    return {"", {}, std::move(why)};
}

std::string_view newline_of(std::string_view text) {
    const auto end = text.find('\n');
    return end != std::string_view::npos && end > 0 && text[end - 1] == '\r' ? "\r\n" : "\n";
}

std::size_t line_begin(std::string_view text, std::size_t at) {
    const auto before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    return before == std::string_view::npos ? 0 : before + 1;
}

/// Without the end of the line.
std::size_t line_end(std::string_view text, std::size_t at) {
    auto end = std::min(text.find('\n', at), text.size());
    if (end > at && text[end - 1] == '\r') --end;
    return end;
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// The text of a record, and what finds and changes its parts.
class Editor {
  public:
    explicit Editor(const MendRequest& request)
        : q_(request),
          tokens_(tokens_of(request.text)),
          is_cpp_(is_cpp_text(request.file, request.actual.unit, tokens_)),
          words_(type_words(request.actual, tokens_, is_cpp_)) {
        const auto at = offset_at(q_.text, q_.actual.place.line, q_.actual.place.column);
        if (at) record_ = find_record_in(tokens_, *at, is_cpp_);
    }

    Mend find() {
        if (!record_) return refuse("its declaration was not found in the text, such as behind a macro");
        Mend mend;
        add(insert_missing(), mend);
        std::vector<std::string_view> fields;  // of which a finding on some target tells
        for (const auto* finding : q_.findings) {
            const bool is_type = finding->rule == Rule::width || finding->rule == Rule::signedness;
            if (is_type && !contains(fields, finding->field)) fields.push_back(finding->field);
        }
        for (const auto field : fields) add(retype(field), mend);
        if (mend.edits.empty() && mend.refusal.empty()) add(exchange(), mend);
        if (mend.edits.empty() && mend.refusal.empty()) add(unpack(), mend);
        if (mend.edits.empty() && mend.refusal.empty()) add(pack(), mend);
        if (mend.edits.empty() && mend.refusal.empty()) add(align(), mend);
        if (mend.edits.empty() && mend.refusal.empty()) return refuse("no edit is known for this difference");
        if (mend.edits.empty()) return mend;
        mend.refusal.clear();
        return mend;
    }

  private:
    const Token& token(std::size_t index) const { return tokens_.tokens[index]; }

    static void add(Mend part, Mend& whole) {
        if (whole.refusal.empty()) whole.refusal = std::move(part.refusal);
        if (part.edits.empty()) return;
        whole.what += (whole.what.empty() ? "" : ", ") + part.what;
        whole.edits.insert(whole.edits.end(), part.edits.begin(), part.edits.end());
        whole.moves_fields = whole.moves_fields || part.moves_fields;
    }

    /// Where a field of the record is named in the text; nothing if the text has another word there.
    std::optional<std::size_t> name_of(const Field& field) const {
        if (field.place.file != q_.actual.place.file) return std::nullopt;
        const auto at = offset_at(q_.text, field.place.line, field.place.column);
        if (!at || q_.text.substr(*at, field.name.size()) != field.name) return std::nullopt;
        const auto found = std::ranges::find(tokens_.tokens, *at, &Token::begin);
        if (found == tokens_.tokens.end() || found->text != field.name) return std::nullopt;
        return static_cast<std::size_t>(found - tokens_.tokens.begin());
    }

    /// A field and its declaration in the body.
    struct Declared {
        const Field* field = nullptr;
        const Declaration* declaration = nullptr;
        std::size_t name = 0;
        std::string refusal;
    };

    Declared declared(std::string_view name) const {
        Declared found;
        found.field = find_named(q_.actual.fields, name);
        if (found.field == nullptr) return {.refusal = ticks(name) + " is not declared"};
        const auto at = name_of(*found.field);
        if (!at) return {.refusal = ticks(name) + " does not stand in the text of the record, such as behind a macro"};
        found.name = *at;
        found.declaration = declaration_at(*record_, tokens_, token(*at).begin);
        if (found.declaration == nullptr || !found.declaration->is_plain) {
            return {.refusal = ticks(name) + " is declared in a record inside of this one"};
        }
        return found;
    }

    /// The same of a field that has a declaration of its own.
    Declared alone(std::string_view name) const {
        auto found = declared(name);
        if (found.refusal.empty() && found.declaration->is_shared)
            found.refusal = ticks(name) + " is declared together with other names";
        return found;
    }

    std::string indent_at(std::size_t at) const {
        const auto begin = line_begin(q_.text, at);
        return std::string(
            q_.text.substr(begin, std::min(q_.text.find_first_not_of(" \t", begin), q_.text.size()) - begin));
    }

    /// The end of the line on which `at` lies, behind a comment that begins there; nothing if code follows on that
    /// line.
    std::optional<std::size_t> end_of_last_line(std::size_t at) const {
        auto end = line_end(q_.text, at);
        for (const auto& aside : tokens_.asides) {
            if (aside.begin < at || aside.begin > end) continue;
            if (!is_blank(q_.text.substr(at, aside.begin - at))) return std::nullopt;
            at = aside.end;
            end = line_end(q_.text, at);
        }
        if (!is_blank(q_.text.substr(at, end - at))) return std::nullopt;
        return end;
    }

    /// Inserts a member behind the token at `behind`: on the next line or, where code follows, on the same line.
    TextEdit insertion(std::size_t behind, const std::string& member) const {
        const auto at = token(behind).end;
        const auto end = end_of_last_line(at);
        if (!end) return {at, at, " " + member + ";"};
        const bool is_first = behind == record_->open;
        std::string indent = indent_at(at);
        if (is_first && !record_->declarations.empty()) indent = indent_at(token(record_->declarations[0].first).begin);
        return {*end, *end, std::string(newline_of(q_.text)) + indent + member + ";"};
    }

    /// The fields of the spec that the findings miss, in the order of the spec.
    Mend insert_missing() const {
        Mend mend;
        std::size_t behind = record_->open;
        std::string before;  // the field behind which it comes
        for (const auto& field : q_.expected.fields) {
            const bool is_missing = std::ranges::any_of(q_.findings, [&](const Finding* finding) {
                return finding->field == field.name &&
                       (finding->rule == Rule::missing_field || finding->rule == Rule::implicit_padding);
            });
            if (is_missing) {
                add(insert(field, behind, before), mend);
            } else if (find_named(q_.actual.fields, field.name) != nullptr) {
                // Behind the last name of a declaration is behind its semicolon; behind another one it is not.
                const auto found = declared(field.name);
                behind = found.refusal.empty() && ends_declaration(found) ? found.declaration->last : 0;
            }
            before = field.name;
        }
        return mend;
    }

    bool ends_declaration(const Declared& found) const {
        for (auto at = found.name; at < found.declaration->last; ++at) {
            if (token(at).is(",")) return false;
        }
        return true;
    }

    Mend insert(const Field& field, std::size_t behind, const std::string& before) const {
        const auto member = spell_member(field, words_);
        if (!member)
            return refuse("the type of " + ticks(field.name) + ", " + type_text(field) +
                          ", has no name that is known here");
        if (q_.actual.kind == RecordKind::union_) return refuse("the record is a union");
        if (behind == 0)
            return refuse("the text declares other fields together with " + ticks(before) +
                          ", or does not declare it in this record");
        return {"insert " + ticks(*member) + (before.empty() ? " as the first field" : " after " + ticks(before)),
                {insertion(behind, *member)},
                "",
                true};
    }

    /// The words of a type before the name: their first token and one past their last one. Nothing if other marks are
    /// there.
    struct Words {
        std::size_t first = 0;
        std::size_t last = 0;
    };
    std::optional<Words> type_of(const Declared& found) const {
        constexpr std::array<std::string_view, 5> qualifiers{"const", "volatile", "mutable", "_Atomic",
                                                             "__extension__"};
        Words words{found.declaration->first, found.name};
        while (words.first < words.last && contains(qualifiers, token(words.first).text)) ++words.first;
        while (words.first < words.last && contains(qualifiers, token(words.last - 1).text)) --words.last;
        if (words.first == words.last) return std::nullopt;
        for (auto at = words.first; at < words.last; ++at) {
            if (token(at).what != Token::What::name && !token(at).is("::")) return std::nullopt;
        }
        return words;
    }

    Mend retype(std::string_view name) const {
        const auto found = alone(name);
        if (!found.refusal.empty()) return refuse(found.refusal);
        const Field* expected = find_named(q_.expected.fields, name);
        if (expected == nullptr) return refuse("the spec calls " + ticks(name) + " otherwise");
        const auto& from = found.field->type;
        const auto& to = expected->type;
        if (to.host_sized) return refuse("the target decides the width of " + ticks(name));
        if (expected->byte_order) return refuse("the type of " + ticks(name) + " states a byte order");
        const auto spelled = spell_element(to, words_);
        const auto type = type_of(found);
        if (!spelled || !type) {
            return refuse("the type of " + ticks(name) + " is more than the name of a number; expected " +
                          type_text(*expected));
        }
        Mend mend{"declare " + ticks(name) + " as " + ticks(*spelled), {}, ""};
        if (from.kind != to.kind || from.width_bits != to.width_bits) {
            mend.edits.push_back({token(type->first).begin, token(type->last - 1).end, *spelled});
        }
        if (auto why = resize(found, *expected, mend.edits); !why.empty()) return refuse(std::move(why));
        if (mend.edits.empty()) return refuse("no edit is known for this difference");
        if (to.extents != from.extents || expected->bit_width != found.field->bit_width)
            mend.what += " " + ticks(type_text(*expected));
        return mend;
    }

    /// Changes the numbers behind a name: extents, or the width of a bit-field. Returns why it cannot.
    std::string resize(const Declared& found, const Field& expected, std::vector<TextEdit>& edits) const {
        std::vector<std::uint64_t> from = found.field->type.extents;
        std::vector<std::uint64_t> to = expected.type.extents;
        if (found.field->bit_width) from.push_back(*found.field->bit_width);
        if (expected.bit_width) to.push_back(*expected.bit_width);
        if (from == to) return "";
        const std::string why = "the text does not write the length of " + ticks(expected.name) + " as a number";
        if (from.size() != to.size() || found.field->bit_width.has_value() != expected.bit_width.has_value())
            return why;
        std::vector<std::size_t> numbers;
        for (auto at = found.name + 1; at < found.declaration->last; ++at) {
            if (token(at).what == Token::What::number) numbers.push_back(at);
            if (token(at).what == Token::What::name || token(at).what == Token::What::quoted) return why;
        }
        if (numbers.size() != from.size()) return why;
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const auto value = parse_integer(token(numbers[i]).text);
            if (!value || value->low != from[i]) return why;
            if (from[i] != to[i])
                edits.push_back({token(numbers[i]).begin, token(numbers[i]).end, std::to_string(to[i])});
        }
        return "";
    }

    /// The two fields that stand in each other's place in the order of offsets; nothing if more or none do.
    std::optional<std::pair<std::string, std::string>> exchanged() const {
        std::vector<std::string_view> wanted;
        std::vector<std::string_view> found;
        for (const auto& field : q_.expected.fields) {
            if (find_named(q_.actual.fields, field.name) != nullptr) wanted.push_back(field.name);
        }
        for (const auto& field : q_.actual.fields) {
            if (find_named(q_.expected.fields, field.name) != nullptr) found.push_back(field.name);
        }
        if (wanted.size() != found.size()) return std::nullopt;
        std::vector<std::size_t> differ;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            if (wanted[i] != found[i]) differ.push_back(i);
        }
        if (differ.size() != 2 || wanted[differ[0]] != found[differ[1]] || wanted[differ[1]] != found[differ[0]])
            return std::nullopt;
        return std::pair{std::string(wanted[differ[0]]), std::string(wanted[differ[1]])};
    }

    struct Range {
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    /// The comment that fills the lines above a line, or null.
    const Aside* comment_above(std::size_t line) const {
        for (const auto& aside : tokens_.asides) {
            if (aside.what != Aside::What::comment || aside.end >= line) continue;
            const auto begin = line_begin(q_.text, aside.begin);
            const bool is_next =
                q_.text.find('\n', aside.end) == line - 1 && is_blank(q_.text.substr(aside.end, line - 1 - aside.end));
            if (is_next && is_blank(q_.text.substr(begin, aside.begin - begin))) return &aside;
        }
        return nullptr;
    }

    Range bare(const Declaration& one) const { return {token(one.first).begin, token(one.last).end}; }

    /// The lines of a declaration with its comments, if no other code stands on them; else the declaration.
    Range with_comments(const Declaration& one) const {
        Range range = bare(one);
        const auto begin = line_begin(q_.text, range.begin);
        const auto end = end_of_last_line(range.end);
        if (!end || !is_blank(q_.text.substr(begin, range.begin - begin))) return range;
        range = {begin, *end};
        while (const auto* comment = comment_above(range.begin)) range.begin = line_begin(q_.text, comment->begin);
        return range;
    }

    Mend exchange() const {
        const auto both = exchanged();
        if (!both) return {};
        const auto first = alone(both->first);
        const auto second = alone(both->second);
        for (const auto* one : {&first, &second}) {
            if (!one->refusal.empty()) return refuse(one->refusal);
        }
        auto a = with_comments(*first.declaration);
        auto b = with_comments(*second.declaration);
        // Lines are exchanged with lines, and declarations with declarations.
        const auto is_line = [&](const Range& range) { return line_begin(q_.text, range.begin) == range.begin; };
        if (is_line(a) != is_line(b)) {
            a = bare(*first.declaration);
            b = bare(*second.declaration);
        }
        const auto text = [&](const Range& range) {
            return std::string(q_.text.substr(range.begin, range.end - range.begin));
        };
        return {"exchange " + ticks(both->first) + " and " + ticks(both->second),
                {{a.begin, a.end, text(b)}, {b.begin, b.end, text(a)}},
                "",
                true};
    }

    /// Whether the fields follow each other without a gap, in the order of the other record.
    static bool is_dense(const Record& record) {
        std::uint64_t next = 0;
        for (const auto& field : record.fields) {
            if (field.offset_bits != next) return false;
            next += size_bits(field);
        }
        return record.size_bytes && next == *record.size_bytes * 8;
    }

    bool has_same_fields() const {
        const auto name_and_size = [](const Field& field) { return std::pair(field.name, size_bits(field)); };
        return std::ranges::equal(q_.expected.fields, q_.actual.fields, {}, name_and_size, name_and_size);
    }

    /// Where the key word ends: attributes of the record come here.
    std::size_t behind_key() const { return token(record_->key).end; }

    /// Whether bytes at the end of the record are more than its fields need for their own alignment.
    static bool is_padded_beyond_need(const Record& record) {
        std::uint64_t end = 0;
        std::uint64_t widest = 8;
        for (const auto& field : record.fields) {
            end = std::max(end, field.offset_bits + size_bits(field));
            widest = std::max(widest, field.type.kind == Kind::record ? size_bits(field) : field.type.width_bits);
        }
        return record.size_bytes.value_or(0) * 8 >= end + widest;
    }

    Mend pack() const {
        const bool is_tight =
            is_dense(q_.expected) && !is_dense(q_.actual) && has_same_fields() && !is_padded_beyond_need(q_.actual);
        if (!is_tight || q_.actual.packed || q_.actual.kind == RecordKind::union_) return {};
        return {"pack the record", {{behind_key(), behind_key(), " __attribute__((packed))"}}, ""};
    }

    /// Removes `__attribute__((packed))` or `__packed`.
    Mend unpack() const {
        if (!q_.actual.packed || !has_same_fields() || q_.expected.align_bytes <= q_.actual.align_bytes) return {};
        for (auto at = record_->key + 1; at < record_->end; ++at) {
            if (at > record_->open && at < record_->close) continue;
            const bool is_short = token(at).is("__packed");
            const bool is_long = at + 5 < record_->end + 1 && token(at).is("__attribute__") && token(at + 1).is("(") &&
                                 token(at + 2).is("(") &&
                                 (token(at + 3).is("packed") || token(at + 3).is("__packed__")) &&
                                 token(at + 4).is(")") && token(at + 5).is(")");
            if (!is_short && !is_long) continue;
            auto begin = token(at).begin;
            while (begin > 0 && (q_.text[begin - 1] == ' ' || q_.text[begin - 1] == '\t')) --begin;
            return {"take " + ticks("packed") + " away", {{begin, token(is_short ? at : at + 5).end, ""}}, ""};
        }
        return refuse("what packs the record is not an attribute of its own, such as #pragma pack");
    }

    Mend align() const {
        const bool is_asked =
            std::ranges::any_of(q_.findings, [](const Finding* f) { return f->rule == Rule::alignment; });
        if (!is_asked || !q_.expected.align_bytes || !q_.actual.align_bytes) return {};
        if (*q_.expected.align_bytes < *q_.actual.align_bytes) {
            return refuse("an alignment can be raised, but not lowered");
        }
        const auto number = std::to_string(*q_.expected.align_bytes);
        const std::string attribute = is_cpp_ ? "alignas(" + number + ")" : "__attribute__((aligned(" + number + ")))";
        return {"state " + ticks(attribute), {{behind_key(), behind_key(), " " + attribute}}, ""};
    }

    const MendRequest& q_;
    Tokens tokens_;
    bool is_cpp_;
    TypeWords words_;
    std::optional<CRecord> record_;
};

}  // namespace

Mend find_mend(const MendRequest& request) {
    return Editor(request).find();
}

}  // namespace abi::fix
