#include "replay/reference.h"

#include <doctest/doctest.h>

#include "replay/small_specs.h"

namespace {

const abi::Layout spec = abi::test::small_membrane();
const abi::Layout protocol_spec = abi::test::small_protocol();

abi::Reference reference() {
    const auto made = make_reference(spec, *abi::find_protocol(protocol_spec), abi::Bytes(16, 7));
    for (const auto& problem : made.problems) FAIL(to_string(problem));
    return *made;
}

abi::PacketFields sealed(const abi::Reference& reference, std::uint32_t kind, std::uint32_t pad,
                         std::uint64_t sequence) {
    abi::PacketFields fields{.kind = kind, .pad = pad, .arg = 5, .sequence = sequence};
    fields.tag = tag_of(reference.key, fields);
    return fields;
}

}  // namespace

TEST_CASE("The model applies its rules in order, and only a valid tag advances the sequence") {
    auto model = reference();
    CHECK(judge(model, sealed(model, 0x400, 0, 0)) == model.bad_tag);
    CHECK(judge(model, sealed(model, 0x400, 0, 1)) == model.ok);
    CHECK(judge(model, sealed(model, 0x400, 0, 1)) == model.bad_tag);
    CHECK(judge(model, sealed(model, 0x400, 0, 3)) == model.bad_tag);
    auto forged = sealed(model, 0x400, 0, 2);
    forged.pad = 1;
    CHECK(judge(model, forged) == model.bad_tag);
    forged = sealed(model, 0x400, 0, 2);
    forged.arg ^= 1U;
    CHECK(judge(model, forged) == model.bad_tag);
    CHECK(judge(model, sealed(model, 7, 1, 2)) == model.bad_pad);
    CHECK(judge(model, sealed(model, 7, 0, 3)) == model.bad_kind);
    CHECK(judge(model, sealed(model, 0x100, 0, 4)) == model.ok);
    CHECK(model.expected_sequence == 5);
}

TEST_CASE("The protocol's decoder reads each field of a result that the model writes") {
    const auto model = reference();
    const abi::PacketFields fields{.kind = 0x400, .pad = 3, .arg = 0x1122334455667788, .sequence = 9, .tag = 10};
    abi::Bytes slot(32);
    write_packet(model, fields, slot);
    const auto packet = *decode(spec, *find_record(spec, "CmdPacket"), slot, spec.byte_order);
    const auto again = read_packet(model, slot);
    CHECK(again.tag == 10);
    CHECK(again.kind == 0x400);
    abi::Bytes result(48);
    write_result(model, 77, model.bad_pad, fields, result);
    const auto answer = *decode(protocol_spec, *find_record(protocol_spec, "ReplayResult"), result, spec.byte_order);
    for (const auto& field : packet) {
        CAPTURE(field.path);
        CHECK(*abi::find_value(answer, field.path) == field.value);
    }
    CHECK(*abi::find_value(answer, "index") == abi::Integer{77});
    CHECK(*abi::find_value(answer, "verdict") == abi::Integer{2});
    CHECK(*abi::find_value(answer, "id") == abi::Integer{9, 10});
}

TEST_CASE("The model refuses a spec that it does not know") {
    const auto protocol = *abi::find_protocol(protocol_spec);
    auto narrow = spec;
    narrow.records[0].fields[2].type.width_bits = 32;
    auto big = spec;
    big.byte_order = abi::ByteOrder::big;
    auto nameless = spec;
    nameless.enums[0].enumerators.pop_back();
    auto kindless = spec;
    kindless.enums.pop_back();
    for (const auto* wrong : {&narrow, &big, &nameless, &kindless}) {
        CHECK_FALSE(make_reference(*wrong, protocol, abi::Bytes(16)));
    }
    CHECK_FALSE(make_reference(spec, protocol, abi::Bytes(15)));
}
