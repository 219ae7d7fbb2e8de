// All paths that a reading holds outside of sentences.
#pragma once

#include "read/reading.h"

namespace abi {

template <typename Use>
void for_each_path(Record& record, const Use& use) {
    use(record.place.file);
    use(record.unit);
    for (auto& field : record.fields) use(field.place.file);
}

template <typename Use>
void for_each_path(Layout& layout, const Use& use) {
    for (auto& record : layout.records) for_each_path(record, use);
    for (auto& constant : layout.constants) use(constant.place.file);
    for (auto& one : layout.enums) {
        use(one.place.file);
        for (auto& value : one.enumerators) use(value.place.file);
    }
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
