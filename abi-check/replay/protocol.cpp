#include "replay/protocol.h"

#include <llvm/ADT/ArrayRef.h>
#include <llvm/Support/CRC.h>

#include <algorithm>
#include <array>

namespace abi {
namespace {

struct RecordRow {
    const Record* Protocol::* place;
    std::string_view name;
    std::vector<std::string_view> fields;  // fields that the host reads or writes by name
};

struct ConstantRow {
    Integer Protocol::* place;
    std::string_view name;
};

constexpr std::array constant_rows{
    ConstantRow{&Protocol::magic, "REPLAY_MAGIC"},
    ConstantRow{&Protocol::version, "REPLAY_VERSION"},
    ConstantRow{&Protocol::end_magic, "REPLAY_END_MAGIC"},
    ConstantRow{&Protocol::results_magic, "REPLAY_RESULTS_MAGIC"},
    ConstantRow{&Protocol::fresh_boot, "REPLAY_FRESH_BOOT"},
    ConstantRow{&Protocol::more, "REPLAY_MORE"},
    ConstantRow{&Protocol::not_supported, "REPLAY_NOT_SUPPORTED"},
};

std::vector<RecordRow> record_rows(std::string_view result) {
    return {
        {&Protocol::blob,
         "ReplayBlob",
         {"magic", "version", "case_count", "total_bytes", "crc32", "key[0]", "results", "results_bytes"}},
        {&Protocol::entry, "ReplayCase", {"index", "length", "flags"}},
        {&Protocol::result, result, {"index", "verdict"}},
        {&Protocol::sentinel, "ReplayEnd", {"magic", "case_count", "crc32"}},
        {&Protocol::results, "ReplayResults", {"magic", "version", "recorded", "crc32", "boots", "next"}},
    };
}

}  // namespace

Result<Protocol> find_protocol(const Layout& layout, std::string_view result) {
    Protocol protocol;
    protocol.layout = &layout;
    std::vector<Problem> problems;
    const auto missing = [&](std::string_view what, std::string_view name) {
        problems.push_back({{.file = layout.origin}, "", std::string(what) + std::string(name), "none"});
    };
    for (const auto& row : record_rows(result)) {
        const Record* record = find_record(layout, row.name);
        protocol.*row.place = record;
        if (record == nullptr) {
            missing("a record ", row.name);
            continue;
        }
        const auto own = std::ranges::find_if(record->fields, [](const Field& f) { return f.byte_order.has_value(); });
        if (own != record->fields.end()) {
            problems.push_back({own->place, "", std::string(row.name) + "." + own->name + " in the spec's byte order",
                                std::string(to_string(*own->byte_order)) + "-endian"});
        }
        const auto values = decode(layout, *record, Bytes(record->size_bytes.value_or(0)), layout.byte_order);
        if (!values) problems.insert(problems.end(), values.problems.begin(), values.problems.end());
        for (const auto& field : row.fields) {
            if (values && find_value(*values, field) == nullptr) {
                missing("a field " + std::string(row.name) + ".", field);
            }
        }
    }
    for (const auto& row : constant_rows) {
        const auto found = std::ranges::find(layout.constants, row.name, &Constant::name);
        if (found == layout.constants.end()) {
            missing("a constant ", row.name);
        } else {
            protocol.*row.place = found->value;
        }
    }
    if (!problems.empty()) return problems;
    return protocol;
}

const Integer* find_value(const std::vector<FieldValue>& values, std::string_view path) {
    const auto found = std::ranges::find(values, path, &FieldValue::path);
    return found == values.end() ? nullptr : &found->value;
}

std::uint32_t crc32_of(std::span<const std::uint8_t> bytes) {
    return llvm::crc32(llvm::ArrayRef(bytes.data(), bytes.size()));
}

}  // namespace abi
