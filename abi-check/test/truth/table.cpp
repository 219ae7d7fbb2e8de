#include "test/truth/table.h"

#include <map>

#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MemoryBuffer.h"
#include "test/truth/write.h"

namespace abi::truth {
namespace {

struct Contents {
    bool is_little = true;
    std::string words;                         // of section .truth, or of Go's variable, which stands in .noptrdata
    std::map<std::string, std::string> bytes;  // from each symbol truth_… to the end of its section
};

template <typename T>
T value_or_throw(llvm::Expected<T> expected) {
    return llvm::cantFail(std::move(expected));
}

/// The object was made by a compiler a moment ago: a broken one ends the program with LLVM's words.
Contents contents_of(const llvm::object::ObjectFile& object) {
    Contents all;
    all.is_little = object.isLittleEndian();
    for (const auto& section : object.sections()) {
        const auto name = value_or_throw(section.getName());
        if (name == ".truth") all.words = value_or_throw(section.getContents()).str();
    }
    for (const auto& symbol : object.symbols()) {
        const auto name = value_or_throw(symbol.getName());
        const bool is_of_go = name == "unit.Truth";
        if (!is_of_go && !name.starts_with("truth_bits_") && !name.starts_with("truth_zero_")) continue;
        const auto section = value_or_throw(symbol.getSection());
        if (section == object.section_end()) continue;
        const auto bytes = value_or_throw(section->getContents());
        const auto at = value_or_throw(symbol.getAddress()) - section->getAddress();
        (is_of_go ? all.words : all.bytes[name.str()]) = bytes.substr(at).str();
    }
    return all;
}

struct Run {
    std::uint64_t begin_bits = 0;
    unsigned width_bits = 0;
};

/// The bits that differ within the record: one run, or nothing. They are counted from the least significant bit of the
/// first byte, in big-endian memory from the most significant one.
std::optional<Run> run_of(std::string_view set, std::string_view zero, bool is_little) {
    std::optional<Run> run;
    for (std::uint64_t bit = 0; bit < set.size() * 8; ++bit) {
        const auto changed = static_cast<unsigned char>(set[bit / 8] ^ zero[bit / 8]);
        if ((changed >> (is_little ? bit % 8 : 7 - bit % 8) & 1U) == 0) continue;
        if (!run) run = Run{bit, 0};
        if (bit != run->begin_bits + run->width_bits) return std::nullopt;
        ++run->width_bits;
    }
    return run;
}

class TableReader {
  public:
    TableReader(const std::string& path, Contents contents) : path_(path), contents_(std::move(contents)) {}

    Result<std::vector<Record>> read(const std::vector<Subject>& subjects) {
        std::vector<Record> records;
        for (std::size_t s = 0; s < subjects.size(); ++s) {
            if (words_left() < words_of_record) return problem("a record's words", subjects[s].record.name);
            auto record = subjects[s].record;
            record.fields.clear();
            record.size_bytes = take();
            record.align_bytes = take();
            for (std::size_t f = 0; f < subjects[s].asked.size(); ++f) {
                if (words_left() < words_of_field) return problem("a field's words", subjects[s].record.name);
                const auto& asked = subjects[s].asked[f];
                auto field = read_field(subjects[s].record.fields[f], asked.in_packed);
                if (asked.has_no_expression) continue;
                if (asked.member->bits && !place_bits(*record.size_bytes, s, f, field)) {
                    return problem("one run of bits of " + field.name, subjects[s].record.name);
                }
                record.fields.push_back(std::move(field));
            }
            records.push_back(std::move(record));
        }
        return records;
    }

  private:
    std::size_t words_left() const { return (contents_.words.size() - at_) / sizeof(std::uint64_t); }

    std::uint64_t take() {
        const auto* data = contents_.words.data() + at_;
        const auto word =
            contents_.is_little ? llvm::support::endian::read64le(data) : llvm::support::endian::read64be(data);
        at_ += sizeof word;
        return word;
    }

    Field read_field(Field field, bool in_packed) {
        field.offset_bits = take();
        const auto whole_bits = take();
        auto& type = field.type;
        type.width_bits = take();
        const auto kind = take();
        const bool is_signed = take() != 0;
        if (kind == 0) type.kind = Kind::unknown;
        if (kind == 1) type.kind = is_signed ? Kind::signed_integer : Kind::unsigned_integer;
        type.is_signed = kind == 5 && is_signed;
        if (in_packed) {
            const bool is_whole =
                field.offset_bits % 8 == 0 && type.width_bits % 8 == 0 && type.width_bits == whole_bits;
            if (!is_whole) field.bit_width = static_cast<unsigned>(type.width_bits);
        } else if (!field.bit_width && size_bits(type) != whole_bits) {
            // The extents are the source's word for it, which the compiler's size must bear out.
            type.extents = {whole_bits};
        }
        return field;
    }

    bool place_bits(std::uint64_t size_bytes, std::size_t subject, std::size_t index, Field& field) const {
        const auto number = std::to_string(subject) + "_" + std::to_string(index);
        const auto set = contents_.bytes.find("truth_bits_" + number);
        if (set == contents_.bytes.end() || set->second.size() < size_bytes) return false;
        const auto zero = contents_.bytes.find("truth_zero_" + number);
        std::string without(size_bytes, '\0');
        if (zero != contents_.bytes.end()) without = zero->second.substr(0, size_bytes);
        const auto run = run_of(std::string_view(set->second).substr(0, size_bytes), without, contents_.is_little);
        if (!run) return false;
        field.offset_bits = run->begin_bits;
        field.bit_width = run->width_bits;
        return true;
    }

    std::vector<Problem> problem(const std::string& expected, const std::string& record) const {
        return {{{.file = path_}, "", expected, "none, in the table of " + record}};
    }

    const std::string& path_;
    Contents contents_;
    std::size_t at_ = 0;
};

}  // namespace

Result<std::vector<Record>> read_table(const std::string& path, std::string_view object,
                                       const std::vector<Subject>& subjects) {
    auto file = llvm::object::ObjectFile::createObjectFile(llvm::MemoryBufferRef({object.data(), object.size()}, path));
    if (!file) return Problem{{.file = path}, "", "an object", llvm::toString(file.takeError())};
    return TableReader(path, contents_of(**file)).read(subjects);
}

}  // namespace abi::truth
