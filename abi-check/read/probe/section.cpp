#include "read/probe/section.h"

#include <algorithm>
#include <array>
#include <span>

#include "llvm/Object/Binary.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/MemoryBuffer.h"
#include "read/object_facts.h"
#include "read/probe/object_parts.h"

namespace abi::probe {
namespace {

constexpr std::array kinds{Kind::unknown,        Kind::unsigned_integer, Kind::signed_integer,
                           Kind::floating,       Kind::boolean,          Kind::byte,
                           Kind::pointer,        Kind::enumeration,      Kind::record,
                           Kind::signed_integer, Kind::unsigned_integer};
constexpr std::uint64_t first_plain_char = 9;
constexpr std::size_t word_bytes = 8;

/// A larger size or offset is an error in the answer: 2^56 bits are 2^53 bytes.
constexpr std::uint64_t largest_bits = std::uint64_t{1} << 56U;

std::uint64_t word_at(std::string_view bytes, std::size_t at, ByteOrder order) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < word_bytes; ++i) {
        const std::size_t index = order == ByteOrder::big ? i : word_bytes - 1 - i;
        word = word << 8U | static_cast<unsigned char>(bytes[at + index]);
    }
    return word;
}

/// The words of one chunk, taken from the front. If one is missing, good() is false from then on.
class Words {
  public:
    explicit Words(std::span<const std::uint64_t> words) : left_(words) {}

    std::uint64_t take() {
        if (left_.empty()) {
            good_ = false;
            return 0;
        }
        const auto word = left_.front();
        left_ = left_.subspan(1);
        return word;
    }
    std::uint64_t take_at_most(std::uint64_t limit) {
        const auto word = take();
        if (word > limit) good_ = false;
        return word;
    }
    Kind take_kind() {
        const auto code = take_at_most(kinds.size() - 1);
        took_plain_char_ = good_ && code >= first_plain_char;
        return good_ ? kinds.at(code) : Kind::unknown;
    }
    /// Whether the last kind is that of C's plain `char`.
    bool took_plain_char() const { return took_plain_char_; }
    /// Eight bytes a word, the first in the lowest bits.
    std::string take_text() {
        const auto bytes = take_at_most(left_.size() * word_bytes);
        std::string text;
        for (std::uint64_t i = 0, word = 0; good_ && i < bytes; ++i, word >>= 8U) {
            if (i % word_bytes == 0) word = take();
            text += static_cast<char>(word & 0xFFU);
        }
        return text;
    }
    /// Whether no word was missing and none is left.
    bool done() const { return good_ && left_.empty(); }
    bool good() const { return good_; }
    std::size_t left() const { return left_.size(); }

  private:
    std::span<const std::uint64_t> left_;
    bool good_ = true;
    bool took_plain_char_ = false;
};

std::optional<std::uint64_t> unless_none(std::uint64_t word) {
    return word == none ? std::nullopt : std::optional(word);
}

bool read_record(Words words, Answers& answers) {
    RecordAnswer record;
    record.item = words.take();
    const auto shape = words.take();
    if (shape == 1) record.kind = RecordKind::structure;
    if (shape == 2) record.kind = RecordKind::union_;
    record.size_bytes = words.take_at_most(largest_bits / 8);
    record.align_bytes = words.take_at_most(largest_bits / 8);
    const auto flags = words.take_at_most(3);
    record.fields_unknown = (flags & 1U) != 0;
    record.no_promise = (flags & 2U) != 0;
    if (words.left() != 0) record.name = words.take_text();
    if (!words.done()) return false;
    answers.records.push_back(std::move(record));
    return true;
}

bool read_field(Words words, Answers& answers) {
    FieldAnswer answer;
    Type& type = answer.field.type;
    answer.record = words.take();
    answer.item = words.take();
    answer.offset_bits = words.take();
    if (answer.offset_bits > largest_bits && answer.offset_bits != none) return false;
    const bool is_answer = answer.offset_bits != 0;
    if (answer.offset_bits != none) --answer.offset_bits;
    const auto bit_width = unless_none(words.take());
    if (bit_width.value_or(0) > 0xFFFF) return false;
    if (bit_width) answer.field.bit_width = static_cast<unsigned>(*bit_width);
    type.kind = words.take_kind();
    type.width_bits = words.take_at_most(largest_bits);
    const auto flags = words.take_at_most(127);
    type.is_signed = (flags & 1U) != 0;
    type.host_sized = (flags & 2U) != 0;
    type.flexible_tail = (flags & 4U) != 0;
    answer.too_deep = (flags & 8U) != 0;
    answer.is_inner = (flags & 16U) != 0;
    answer.is_empty = (flags & 32U) != 0;
    answer.has_known_element = (flags & 64U) != 0;
    answer.field.storage_bits = unless_none(words.take());
    if (answer.field.storage_bits.value_or(0) > largest_bits) return false;
    answer.align_bytes = words.take_at_most(largest_bits / 8);
    auto extents = words.take_at_most(words.left());
    // The size of all elements together must not overflow when a caller multiplies the extents.
    std::uint64_t bits = std::max<std::uint64_t>(type.width_bits, 1);
    for (; words.good() && extents != 0; --extents) {
        const auto extent = words.take();
        if (extent == none) continue;
        if (extent != 0 && bits > largest_bits / extent) return false;
        bits *= std::max<std::uint64_t>(extent, 1);
        type.extents.push_back(extent);
    }
    answer.name = words.take_text();
    type.name = words.take_text();
    if (type.name.empty() && words.took_plain_char()) type.name = "char";
    if (!words.done()) return false;
    if (is_answer) answers.fields.push_back(std::move(answer));
    return true;
}

/// An integer in two's complement.
Integer integer_of(std::uint64_t low, std::uint64_t high, bool high_is_known, bool is_signed) {
    Integer value{low, high, false};
    if (!high_is_known) value.high = is_signed && value.low >> 63U != 0 ? none : 0;
    if (is_signed && value.high >> 63U != 0) {
        value.negative = true;
        value.low = ~value.low + 1;
        value.high = ~value.high + (value.low == 0 ? 1 : 0);
    }
    return value;
}

bool read_constant(Words words, Answers& answers) {
    ConstantAnswer constant;
    constant.item = words.take();
    constant.type.kind = words.take_kind();
    constant.type.width_bits = words.take_at_most(largest_bits);
    const auto low = words.take();
    const auto high = words.take();
    const bool high_is_known = words.take_at_most(1) == 1;
    if (!words.done()) return false;
    constant.value = integer_of(low, high, high_is_known, constant.type.kind == Kind::signed_integer);
    answers.constants.push_back(constant);
    return true;
}

/// The section has no answer of this tag.
bool refuse(Words /*words*/, Answers& /*answers*/) {
    return false;
}

bool read_enum(Words words, Answers& answers) {
    EnumAnswer answer;
    answer.item = words.take();
    answer.kind = words.take_kind();
    answer.width_bits = words.take_at_most(largest_bits);
    const auto flags = words.take_at_most(3);
    answer.fixed_width = (flags & 1U) != 0;
    answer.sign_of_values = (flags & 2U) != 0;
    if (!words.done()) return false;
    answers.enums.push_back(answer);
    return true;
}

bool read_enumerator(Words words, Answers& answers) {
    EnumeratorAnswer answer;
    answer.owner = words.take();
    answer.item = words.take();
    const auto flags = words.take_at_most(3);
    answer.has_own_type = (flags & 2U) != 0;
    const auto low = words.take();
    const auto high = words.take();
    const bool high_is_known = words.take_at_most(1) == 1;
    answer.value = integer_of(low, high, high_is_known, (flags & 1U) != 0);
    answer.name = words.take_text();
    if (!words.done()) return false;
    answers.enumerators.push_back(std::move(answer));
    return true;
}

/// The next text that is not empty, up to its NUL; removes it from the front. Empty at the end.
std::string_view take_text(std::string_view& bytes) {
    bytes.remove_prefix(std::min(bytes.find_first_not_of('\0'), bytes.size()));
    const auto text = bytes.substr(0, bytes.find('\0'));
    bytes.remove_prefix(text.size());
    return text;
}

std::string fact_value(const FactRow& row, std::string_view text) {
    if (row.fact == Fact::record_layout) return text == "m" ? "microsoft" : "itanium";
    if (row.unit.empty()) return std::string(text);
    text.remove_prefix(std::min(text.find_first_not_of('0'), text.size()));  // nothing is left of an unknown "000"
    return std::string(text);
}

/// What the section .comment begins with: "rustc version 1.77.2 (25ef9e3d8 2024-04-09)". For a language whose compiler
/// does not tell its version to the program.
std::string compiler_of(llvm::StringRef comment) {
    auto text = comment.ltrim('\0');
    text = text.substr(0, text.find('\0'));
    return text.consume_front("rustc version ") ? "rustc " + text.substr(0, text.find(' ')).str() : "";
}

Problem no_object(const std::string& path, llvm::Error error) {
    return {{.file = path},
            "",
            "an object file with machine code (no bitcode: compile without LTO)",
            llvm::toString(std::move(error))};
}

/// Reads what a section or a segment of WebAssembly answers.
std::optional<Problem> read_section(const NamedBytes& section, Answers& answers) {
    if (section.name == "abi_facts") return read_facts(section.bytes, answers.facts);
    if (section.name == "abi_probe") return read_chunks(section.bytes, answers.byte_order, answers);
    if (answers.facts[Fact::compiler].empty()) {
        answers.facts[Fact::compiler] = compiler_of({section.bytes.data(), section.bytes.size()});
    }
    return std::nullopt;
}

}  // namespace

std::optional<Problem> read_facts(std::string_view bytes, TargetFacts& facts) {
    while (true) {
        const auto key = take_text(bytes);
        if (key.empty()) return std::nullopt;
        const auto row = std::ranges::find(fact_table(), key, &FactRow::key);
        if (row == fact_table().end()) {
            return Problem{{}, "", "the key of a target fact in section .abi_facts", "other text"};
        }
        facts[row->fact] = fact_value(*row, take_text(bytes));
    }
}

std::optional<Problem> read_chunks(std::string_view bytes, ByteOrder order, Answers& answers) {
    constexpr std::array readers{read_record, read_field, read_constant, refuse, read_enum, read_enumerator};
    std::size_t at = 0;
    std::vector<std::uint64_t> words;
    const auto garbage = [&](const std::string& expected) {
        return Problem{{}, "", expected, "something else at byte " + std::to_string(at) + " of section .abi_probe"};
    };
    while (bytes.size() - at >= word_bytes) {
        const auto first = word_at(bytes, at, order);
        if (first == 0) {
            at += word_bytes;
            continue;
        }
        if (first != marker) return garbage("the marker of an answer");
        if (bytes.size() - at < 2 * word_bytes) return garbage("a whole answer");
        const auto head = word_at(bytes, at + word_bytes, order);
        const auto tag = head >> 32U;
        const auto count = head & 0xFFFF'FFFFU;
        if (tag == 0 || tag > readers.size()) return garbage("an answer of a known kind");
        if (count > (bytes.size() - at) / word_bytes - 2) return garbage("a whole answer");
        words.clear();
        for (std::size_t i = 0; i < count; ++i) words.push_back(word_at(bytes, at + (2 + i) * word_bytes, order));
        if (!readers.at(tag - 1)(Words(words), answers)) return garbage("an answer that makes sense");
        at += (2 + count) * word_bytes;
    }
    return std::nullopt;
}

Result<Answers> read_object(const std::string& path, std::string_view bytes) {
    auto object = llvm::object::ObjectFile::createObjectFile(llvm::MemoryBufferRef({bytes.data(), bytes.size()}, path));
    if (!object) return no_object(path, object.takeError());
    Answers answers;
    answers.byte_order = (*object)->isLittleEndian() ? ByteOrder::little : ByteOrder::big;
    answers.facts = facts_of_object(**object);
    constexpr std::array<std::string_view, 3> names{"abi_probe", "abi_facts", "comment"};
    auto sections = sections_of(**object, names);
    if (!sections) return no_object(path, sections.takeError());
    for (const auto& section : *sections) {
        if (auto problem = read_section(section, answers)) {
            problem->place.file = path;
            return *problem;
        }
    }
    if (std::ranges::count(*sections, "abi_probe", &NamedBytes::name) == 0) {
        return Problem{
            {.file = path}, "", "an object with a section .abi_probe", "a format that has no sections of that name"};
    }
    // Each of these objects has a section of its own.
    for (auto& symbol : symbols_of(**object, "abi_bits_", "abi_zero_")) {
        answers.bits.insert_or_assign(std::move(symbol.name), std::string(symbol.bytes));
    }
    return answers;
}

std::optional<BitRun> changed_bits(std::string_view before, std::string_view after, ByteOrder order) {
    std::optional<BitRun> run;
    for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i) {
        const auto changed = static_cast<unsigned char>(before[i] ^ after[i]);
        for (unsigned bit = 0; changed != 0 && bit < 8; ++bit) {
            const unsigned shift = order == ByteOrder::big ? 7 - bit : bit;
            if ((changed >> shift & 1U) == 0) continue;
            const std::uint64_t at = i * 8 + bit;
            if (!run) run = BitRun{at, 0};
            if (at != run->offset_bits + run->width_bits) return std::nullopt;
            ++run->width_bits;
        }
    }
    return run;
}

}  // namespace abi::probe
