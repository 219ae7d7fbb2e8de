// Records of real interfaces, written down as facts: names, widths and order of their fields, and usual values.
//
//     Family ─► record_of ─► the true layout ─┐
//        └────► drifts_of ─► wrong layouts ───┴─► packets of one of them ─► explain ─► does it name the writer?
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "codec/fields.h"
#include "model/layout.h"
#include "test/explain/value.h"

namespace abi::explain_bench {

/// One field, or an array of them.
struct Row {
    std::string name;
    unsigned width_bits = 0;  // of one element
    Value value;
    unsigned count = 1;
    bool is_signed = false;
    Role role = Role::data;
    std::vector<std::uint64_t> known{};  // the values that its documents list

    Row of(std::vector<std::uint64_t> values) const;
};

Row u8(std::string name, Value value);
Row u16(std::string name, Value value);
Row u32(std::string name, Value value);
Row u64(std::string name, Value value);
Row i32(std::string name, Value value);
Row i64(std::string name, Value value);
Row u8s(std::string name, unsigned count, Value value);
Row u16s(std::string name, unsigned count, Value value);
/// Zero in every packet.
Row reserved(std::string name, unsigned width_bits, unsigned count = 1);
Row padding(std::string name, unsigned width_bits, unsigned count = 1);

/// All values from `first` to `last`.
std::vector<std::uint64_t> numbers(std::uint64_t first, std::uint64_t last);

enum class Packing { natural, packed };

struct Family {
    std::string interface;  // "io_uring"
    std::string record;     // "io_uring_sqe"
    ByteOrder order = ByteOrder::little;
    Packing packing = Packing::natural;
    std::vector<Row> rows;
    std::string size_field{};                // the field that holds the size of the record
    std::vector<std::uint64_t> constants{};  // as the magic number of a file
};

/// The layout that the rules of C give the rows: each field at a multiple of its width, or, if packed, without gaps.
Record record_of(const std::string& name, const std::vector<Row>& rows, Packing packing);

/// Adds the family's record, with the mistakes as its history, and the enumerations and constants of its documents.
struct Drift;
void add(const Family& family, const std::vector<Drift>& drifts, Layout& layout);

/// A layout that differs from the family's by one mistake of a programmer.
struct Drift {
    std::string label;  // "packed"; the record is named "io_uring_sqe@packed"
    std::vector<Row> rows;
    Record record;
};

/// Each kind of mistake that changes the layout, at fields that `random` chooses.
std::vector<Drift> drifts_of(const Family& family, Random& random);

/// Packets with the values of `rows`, each row one run from packet to packet.
Bytes packets_of(const Record& record, const std::vector<Row>& rows, ByteOrder order, unsigned count, Random& random);

/// All families, by interface.
std::vector<Family> families();
std::vector<Family> kernel_families();
std::vector<Family> device_families();
std::vector<Family> network_families();
std::vector<Family> file_families();

}  // namespace abi::explain_bench
