#include "specfile/expression_json.h"

#include <algorithm>
#include <array>

#include "model/expression.h"
#include "model/find.h"
#include "model/words.h"
#include "specfile/layout_json.h"
#include "specfile/resolve.h"
#include "specfile/suggest.h"
#include "specfile/type_name.h"

namespace abi {
namespace {

using nlohmann::json;

/// The names in JSON of the forms other than "ioctl".
struct Form {
    const char* key;
    const char* form;
};
constexpr std::array forms{Form{"size_of", "size"}, Form{"align_of", "align"}, Form{"offset_of", "offset"}};

class ExpressionReader {
  public:
    ExpressionReader(const std::string& pointer, const Layout& layout, std::vector<Problem>& problems)
        : pointer_(pointer), layout_(layout), problems_(problems) {}

    Expression read(const json& node) {
        if (const auto ioctl = node.find("ioctl"); ioctl != node.end()) return read_ioctl(*ioctl, "/ioctl");
        Expression made;
        for (const auto& [key, form] : forms) {
            const auto found = node.find(key);
            if (found == node.end()) continue;
            made.form = form;
            made.record = found->get<std::string>();
            if (made.form == "offset") split(made);
            check_parts(made, std::string("/") + key);
        }
        return made;
    }

  private:
    void complain(const std::string& step, std::string expected, std::string found) {
        problems_.push_back({{}, pointer_ + step, std::move(expected), std::move(found)});
    }

    /// "event.tail" is the field `tail` of `event`.
    static void split(Expression& made) {
        const auto dot = made.record.find('.');
        if (dot == std::string::npos) return;
        made.field = made.record.substr(dot + 1);
        made.record.resize(dot);
    }

    void check_parts(const Expression& made, const std::string& step) {
        std::vector<std::string> names;
        names.reserve(layout_.records.size());
        for (const auto& record : layout_.records) names.push_back(record.name);
        if (!contains(names, made.record)) {
            complain(step, "a record of this file", in_quotes(made.record) + did_you_mean(made.record, names));
        } else if (made.form == "offset") {
            check_field(made, step);
        }
    }

    /// At least one layout of the record must have the field, and it must begin at a whole byte.
    void check_field(const Expression& made, const std::string& step) {
        std::vector<std::string> fields;
        for (const auto& record : layout_.records) {
            if (record.name != made.record) continue;
            for (const auto& field : record.fields) {
                fields.push_back(field.name);
                if (field.name != made.field || !field.bit_width) continue;
                complain(step, "a field that is not a bit-field", in_quotes(made.field));
                return;
            }
        }
        if (contains(fields, made.field)) return;
        complain(step, "a field of " + made.record + ", as \"" + made.record + ".FIELD\"",
                 in_quotes(made.field) + did_you_mean(made.field, fields));
    }

    /// A number from 0 to 255, or one character.
    Integer read_byte(const json& node, const std::string& step, const char* expected) {
        auto value = integer_of(node);
        const std::string text = node.is_string() ? node.get<std::string>() : "";
        const bool is_character = !value && step.ends_with("/type") && text.size() == 1;
        if (is_character) value = Integer{.low = static_cast<unsigned char>(text[0])};
        if (value && !value->negative && value->high == 0 && value->low <= 0xff) return *value;
        complain(step, expected, node.is_string() ? in_quotes(text) : node.dump());
        return {};
    }

    Expression read_ioctl(const json& node, const std::string& step) {
        Expression made;
        made.form = "ioctl";
        made.direction = node.at("direction").get<std::string>();
        made.type =
            read_byte(node.at("type"), step + "/type", "a number from 0 to 255, or one character such as \"E\"");
        made.number = read_byte(node.at("number"), step + "/number", "a number from 0 to 255");
        made.record = node.value("record", std::string());
        if (made.direction != "none" && made.record.empty()) {
            complain(step, "\"record\": the type of the argument, unless the direction is none", "no \"record\"");
        } else if (made.direction == "none" && !made.record.empty()) {
            complain(step + "/record", "no \"record\" with direction none", in_quotes(made.record));
        } else if (!made.record.empty()) {
            read_argument(made, step + "/record");
        }
        return made;
    }

    void read_argument(Expression& made, const std::string& step) {
        auto parsed = parse_type_name(made.record);
        if (!parsed || parsed->bit_width || parsed->byte_order || parsed->type.flexible_tail) {
            complain(step, "a record, an enum or a type such as u32, ptr or u8[16]", in_quotes(made.record));
            return;
        }
        made.argument = parsed->type;
        const TypeTable table = table_of(layout_);
        if (made.argument.kind == Kind::unknown && table.contains(made.argument.name)) {
            made.argument.kind = table.at(made.argument.name).front().type.kind;
        } else if (const auto problem = resolve(made.argument, table, /*pointer_bytes=*/8)) {
            complain(step, problem->expected, problem->found);
            return;
        }
        check_size(made, step);
    }

    void check_size(const Expression& made, const std::string& step) {
        std::uint64_t most = 0;
        const auto add = [&](const Type& element) {
            Type whole = made.argument;
            whole.width_bits = element.width_bits;
            most = std::max(most, bounded_size_bits(whole).value_or(largest_type_bits) / 8);
        };
        const TypeTable table = table_of(layout_);
        if (made.argument.name.empty()) add(made.argument);
        if (const auto known = table.find(made.argument.name); known != table.end()) {
            for (const auto& one : known->second) add(one.type);
        }
        if (most <= largest_ioctl_bytes) return;
        complain(step, "an argument of at most " + std::to_string(largest_ioctl_bytes) + " bytes", size_text(most * 8));
    }

    const std::string& pointer_;
    const Layout& layout_;
    std::vector<Problem>& problems_;
};

/// "E" for a letter, "0x10" for other bytes. A digit would be read as its number.
nlohmann::ordered_json type_of_ioctl(const Integer& type) {
    const bool is_letter = (type.low >= 'A' && type.low <= 'Z') || (type.low >= 'a' && type.low <= 'z');
    return is_letter ? std::string(1, static_cast<char>(type.low)) : to_string(type);
}

}  // namespace

std::optional<Expression> read_expression(const json& node, const std::string& pointer, const Layout& layout,
                                          std::vector<Problem>& problems) {
    const auto before = problems.size();
    Expression made = ExpressionReader(pointer, layout, problems).read(node);
    if (problems.size() != before) return std::nullopt;
    return made;
}

nlohmann::ordered_json write_expression(const Expression& expression) {
    const auto& [form, direction, type, number, record, field, argument] = expression;
    nlohmann::ordered_json made;
    for (const auto& [key, its_form] : forms) {
        if (form == its_form) made[key] = field.empty() ? record : record + "." + field;
    }
    if (form != "ioctl") return made;
    auto& ioctl = made["ioctl"];
    ioctl["direction"] = direction;
    ioctl["type"] = type_of_ioctl(type);
    ioctl["number"] = number.low;
    if (!record.empty()) ioctl["record"] = record;
    return made;
}

}  // namespace abi
