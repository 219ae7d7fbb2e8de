// All paths that a reading, or one unit, holds outside of sentences.
#pragma once

#include "read/clang/unit.h"
#include "read/reading.h"

namespace abi {

template <typename Use>
void for_each_path(Record& record, const Use& use) {
    use(record.place.file);
    use(record.unit);
    for (auto& field : record.fields) use(field.place.file);
}

template <typename Use>
void for_each_path(Enum& one, const Use& use) {
    use(one.place.file);
    for (auto& value : one.enumerators) use(value.place.file);
}

template <typename Use>
void for_each_path(Layout& layout, const Use& use) {
    for (auto& record : layout.records) for_each_path(record, use);
    for (auto& constant : layout.constants) use(constant.place.file);
    for (auto& one : layout.enums) for_each_path(one, use);
}

/// Before it is joined with other units.
template <typename Use>
void for_each_path(clang_reader::Unit& unit, const Use& use) {
    const auto all_of = [&](auto& declared) {
        for (auto& record : declared.records) for_each_path(record, use);
        for (auto& constant : declared.constants) use(constant.place.file);
        for (auto& one : declared.enums) for_each_path(one, use);
    };
    if (unit.layout) {
        all_of(*unit.layout);
        all_of(unit.layout->local);
        for (auto& problem : unit.layout->failed_assertions) use(problem.place.file);
    }
    use(unit.problem.place.file);
    use(unit.choice.file);
    use(unit.choice.found_in);
}

template <typename Use>
void for_each_path(Reading& reading, const Use& use) {
    for_each_path(reading.layout, use);
    for (auto& record : reading.other_definitions) for_each_path(record, use);
    for (auto& unit : reading.units) use(unit);
    for (auto& choice : reading.choices) {
        use(choice.file);
        use(choice.found_in);
    }
    for (auto& facts : reading.unit_facts) use(facts.unit);
    for (auto& stamp : reading.stamps) use(stamp.object);
    for (auto& changed : reading.changed) {
        use(changed.object);
        use(changed.source);
    }
    for (auto* problems : {&reading.problems, &reading.failed_assertions}) {
        for (auto& problem : *problems) use(problem.place.file);
    }
}

}  // namespace abi
