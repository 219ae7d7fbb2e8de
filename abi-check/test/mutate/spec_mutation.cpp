#include "test/mutate/spec_mutation.h"

#include <algorithm>
#include <array>

namespace abi::mutate {
namespace {

class Mutator {
  public:
    Mutator(truth::Random& random, const Layout& spec, bool has_padding, Record& record)
        : random_(random), spec_(spec), has_padding_(has_padding), record_(record) {}

    std::string size() {
        const auto step = *record_.align_bytes;
        const bool less = *record_.size_bytes > 2 * step && random_.chance(50);
        record_.size_bytes = *record_.size_bytes + (less ? 0 - step : step);
        return less ? "size - alignment" : "size + alignment";
    }

    std::string alignment() {
        const bool half = *record_.align_bytes > 1 && random_.chance(50);
        record_.align_bytes = half ? *record_.align_bytes / 2 : *record_.align_bytes * 2;
        return half ? "alignment / 2" : "alignment * 2";
    }

    std::string kind_of_record() {
        const bool is_union = record_.kind == RecordKind::union_;
        record_.kind = is_union ? RecordKind::structure : RecordKind::union_;
        return is_union ? "a union is a structure" : "a structure is a union";
    }

    std::string offset() {
        auto* field = any([](const Field&) { return true; });
        if (field == nullptr) return "";
        const std::uint64_t step = field->bit_width ? 1 : 8 * (std::uint64_t{1} << random_.below(4));
        const bool less = field->offset_bits >= step && random_.chance(50);
        field->offset_bits += less ? 0 - step : step;
        return "offset of " + field->name + (less ? " - " : " + ") + std::to_string(step) + " bits";
    }

    std::string width() {
        auto* field = any(
            [](const Field& one) { return !one.bit_width && (is_number(one.type) || one.type.kind == Kind::pointer); });
        if (field == nullptr) return "";
        const bool half = field->type.width_bits > 8 && random_.chance(50);
        field->type.width_bits = half ? field->type.width_bits / 2 : field->type.width_bits * 2;
        return "width of " + field->name + (half ? " / 2" : " * 2");
    }

    std::string sign() {
        auto* field = any([](const Field& one) { return is_integer(one.type); });
        if (field == nullptr) return "";
        field->type.kind = field->type.kind == Kind::signed_integer ? Kind::unsigned_integer : Kind::signed_integer;
        return "sign of " + field->name;
    }

    std::string kind() {
        auto* field = any([](const Field& one) { return !one.bit_width && one.type.kind != Kind::byte; });
        if (field == nullptr) return "";
        auto& type = field->type;
        // A pointer of the spec may be an unsigned integer of the source, so that nothing becomes a pointer here.
        if (is_integer(type)) {
            type.kind = type.width_bits == 32 || type.width_bits == 64 ? Kind::floating : Kind::boolean;
        } else if (type.kind == Kind::record) {
            if (type.flexible_tail) return "";
            type = {.kind = Kind::byte, .width_bits = 8, .name = "", .extents = {size_bits(type) / 8}, .spelling = ""};
        } else {
            type.kind = type.kind == Kind::floating ? Kind::signed_integer : Kind::unsigned_integer;
            type.host_sized = false;
        }
        return "kind of " + field->name;
    }

    std::string type_name() {
        auto* field = any([](const Field& one) { return one.type.kind == Kind::record; });
        const auto& others = spec_.records;
        if (field == nullptr || others.empty()) return "";
        const auto& other = others.at(random_.below(others.size()));
        if (other.name == field->type.name) return "";
        field->type.name = other.name;
        return "the type of " + field->name + " is called " + other.name;
    }

    std::string extents() {
        auto* field = any([](const Field& one) { return !one.type.extents.empty(); });
        if (field == nullptr) return "";
        auto& extents = field->type.extents;
        if (extents.size() > 1 && extents[0] != extents[1] && random_.chance(50)) {
            std::swap(extents[0], extents[1]);
            return "extents of " + field->name + ": swapped";
        }
        auto& extent = extents.at(random_.below(extents.size()));
        const bool less = extent > 1 && random_.chance(50);
        extent += less ? 0 - std::uint64_t{1} : 1;
        return "extents of " + field->name + (less ? ": one less" : ": one more");
    }

    std::string array() {
        auto* field =
            any([](const Field& one) { return one.type.extents.empty() && !one.type.flexible_tail && !one.bit_width; });
        if (field == nullptr) return "";
        field->type.extents = {2};
        return field->name + " is an array of two";
    }

    std::string flexible() {
        auto* field = any([](const Field& one) { return one.type.flexible_tail && one.type.extents.empty(); });
        if (field == nullptr) return "";
        field->type.flexible_tail = false;
        field->type.extents = {1};
        return "the open array " + field->name + " has one element";
    }

    std::string name() {
        auto* field = any([](const Field& one) { return one.name.find(':') == std::string::npos; });
        if (field == nullptr) return "";
        const auto old = field->name;
        field->name = "other_" + old;
        return "name of " + old;
    }

    std::string padding() {
        auto* field = any([](const Field& one) { return !one.type.flexible_tail && !one.bit_width; });
        if (field == nullptr) return "";
        const auto old = field->name;
        const auto bytes = size_bits(*field) / 8;
        field->name = "_pad_here";
        field->role = Role::padding;
        field->type = {.kind = Kind::byte, .width_bits = 8, .name = "", .extents = {bytes}, .spelling = ""};
        return old + " is padding in the spec";
    }

    std::string remove() {
        if (record_.fields.empty()) return "";
        const auto at = static_cast<std::ptrdiff_t>(random_.below(record_.fields.size()));
        const auto old = record_.fields[static_cast<std::size_t>(at)].name;
        record_.fields.erase(record_.fields.begin() + at);
        return old + " is not in the spec";
    }

    std::string add() {
        if (*record_.size_bytes == 0) return "";
        Field field;
        field.name = "added";
        field.type = {.kind = Kind::unsigned_integer, .width_bits = 8, .name = "", .extents = {}, .spelling = ""};
        const auto is_hole = [](const Tile& one) {
            return one.kind == TileKind::implicit_padding && one.begin_bits % 8 == 0 &&
                   one.end_bits >= one.begin_bits + 8;
        };
        const auto tiles = tile(record_);
        const auto hole = std::ranges::find_if(tiles, is_hole);
        field.offset_bits = hole == tiles.end() ? 8 * random_.below(*record_.size_bytes) : hole->begin_bits;
        if (hole != tiles.end() && !has_padding_ && random_.chance(50)) field.role = Role::padding;
        record_.fields.push_back(field);
        sort();
        return std::string("the spec adds ") + (field.role == Role::padding ? "padding" : "a field") + " at byte " +
               std::to_string(field.offset_bits / 8);
    }

    std::string swap() {
        for (std::size_t i = 0; i + 1 < record_.fields.size(); ++i) {
            auto& a = record_.fields[i];
            auto& b = record_.fields[i + 1];
            if (a.offset_bits == b.offset_bits || a.bit_width || b.bit_width || size_bits(a) != size_bits(b)) continue;
            std::swap(a.offset_bits, b.offset_bits);
            return a.name + " and " + b.name + " are swapped";
        }
        return "";
    }

    std::string bit_width() {
        auto* field = any([](const Field& one) { return one.bit_width.has_value(); });
        if (field == nullptr) return "";
        const bool less = *field->bit_width > 1 && random_.chance(50);
        *field->bit_width += less ? -1U : 1U;
        return "bits of " + field->name + (less ? ": one less" : ": one more");
    }

    std::string no_bits() {
        auto* field = any([](const Field& one) { return one.bit_width && *one.bit_width != one.type.width_bits; });
        if (field == nullptr) return "";
        field->bit_width.reset();
        return field->name + " is not a bit-field";
    }

    /// No type of a source states the other order, so that nothing shows that the program swaps the bytes.
    std::string order() {
        auto* field =
            any([](const Field& one) { return !one.bit_width && is_number(one.type) && one.type.width_bits > 8; });
        if (field == nullptr) return "";
        const bool is_big = spec_.byte_order == ByteOrder::big;
        field->byte_order = is_big ? ByteOrder::little : ByteOrder::big;
        return field->name + (is_big ? " is little-endian" : " is big-endian");
    }

    void sort() { std::ranges::stable_sort(record_.fields, {}, &Field::offset_bits); }

  private:
    static bool is_integer(const Type& type) {
        return type.kind == Kind::unsigned_integer || type.kind == Kind::signed_integer;
    }
    static bool is_number(const Type& type) { return is_integer(type) || type.kind == Kind::floating; }

    Field* any(bool (*fits)(const Field&)) {
        const auto count = record_.fields.size();
        const auto first = count == 0 ? 0 : random_.below(count);
        for (std::size_t i = 0; i < count; ++i) {
            auto& field = record_.fields[(first + i) % count];
            if (fits(field)) return &field;
        }
        return nullptr;
    }

    truth::Random& random_;
    const Layout& spec_;
    bool has_padding_;
    Record& record_;
};

constexpr std::array mutators{
    &Mutator::size,     &Mutator::alignment, &Mutator::kind_of_record, &Mutator::offset,  &Mutator::width,
    &Mutator::sign,     &Mutator::kind,      &Mutator::type_name,      &Mutator::extents, &Mutator::array,
    &Mutator::flexible, &Mutator::name,      &Mutator::padding,        &Mutator::remove,  &Mutator::add,
    &Mutator::swap,     &Mutator::bit_width, &Mutator::no_bits,        &Mutator::order};

}  // namespace

std::string mutate_spec(truth::Random& random, const Layout& spec, bool has_padding, Record& record) {
    Mutator mutator(random, spec, has_padding, record);
    const auto first = random.below(mutators.size());
    for (std::size_t i = 0; i < mutators.size(); ++i) {
        auto done = (mutator.*mutators[(first + i) % mutators.size()])();
        if (done.empty()) continue;
        mutator.sort();
        return done;
    }
    return "";
}

}  // namespace abi::mutate
