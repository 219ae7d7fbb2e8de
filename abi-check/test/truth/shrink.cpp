#include "test/truth/shrink.h"

#include <algorithm>

#include "test/truth/judge.h"

namespace abi::truth {
namespace {

constexpr unsigned most_attempts = 600;

/// A shape, or one within it, uses shape `index` of its unit.
void for_each_reference(Shape& shape, Member::Of of, auto&& visit) {
    for (auto& member : shape.members) {
        if (member.of == of) visit(member.index);
        for (auto& inner : member.inner) for_each_reference(inner, of, visit);
    }
    if (of != Member::Of::record) return;
    for (auto& base : shape.bases) visit(base.record);
}

bool is_used(Unit& unit, Member::Of of, std::size_t index) {
    bool used = false;
    for (auto& shape : unit.shapes)
        for_each_reference(shape, of, [&](std::size_t one) { used = used || one == index; });
    return used;
}

/// Drops shape or enumeration `index`, which nothing uses.
void drop(Unit& unit, Member::Of of, std::size_t index) {
    const auto at = static_cast<std::ptrdiff_t>(index);
    if (of == Member::Of::record) unit.shapes.erase(unit.shapes.begin() + at);
    if (of == Member::Of::enumeration) unit.enums.erase(unit.enums.begin() + at);
    for (auto& shape : unit.shapes) {
        for_each_reference(shape, of, [&](std::size_t& one) { one -= one > index ? 1 : 0; });
    }
}

/// Walks over all that could be made smaller and does one of them.
class Editor {
  public:
    Editor(Unit& unit, std::size_t wanted) : unit_(unit), wanted_(wanted) {}

    /// False: there is no such edit.
    bool edit() {
        for (std::size_t i = unit_.shapes.size(); i-- > 0 && !done_;) {
            if (unit_.shapes.size() > 1 && !is_used(unit_, Member::Of::record, i)) {
                option([&] { drop(unit_, Member::Of::record, i); });
            }
        }
        for (std::size_t i = unit_.enums.size(); i-- > 0 && !done_;) {
            if (!is_used(unit_, Member::Of::enumeration, i)) option([&] { drop(unit_, Member::Of::enumeration, i); });
        }
        for (std::size_t i = unit_.shapes.size(); i-- > 0 && !done_;) shape(unit_.shapes[i]);
        return done_;
    }

  private:
    void option(auto&& act) {
        if (!done_ && seen_++ == wanted_) {
            done_ = true;
            act();
        }
    }
    void clear(auto& value) {
        using Value = std::remove_reference_t<decltype(value)>;
        if (value != Value{}) option([&] { value = Value{}; });
    }

    void shape(Shape& one) {
        for (std::size_t i = one.members.size(); i-- > 0 && !done_;) {
            option([&] { one.members.erase(one.members.begin() + static_cast<std::ptrdiff_t>(i)); });
        }
        for (std::size_t i = one.bases.size(); i-- > 0 && !done_;) {
            option([&] { one.bases.erase(one.bases.begin() + static_cast<std::ptrdiff_t>(i)); });
        }
        for (auto& base : one.bases) clear(base.is_virtual);
        clear(one.packed);
        clear(one.pack);
        clear(one.aligned);
        clear(one.at_least);
        clear(one.has_virtual_function);
        clear(one.is_union);
        for (auto& each : one.members) {
            if (!done_) member(each);
        }
    }

    void member(Member& one) {
        clear(one.packed);
        clear(one.aligned);
        clear(one.at_least);
        clear(one.shares_room);
        clear(one.is_private);
        clear(one.qualifier);
        clear(one.flexible);
        if (!one.extents.empty()) option([&] { one.extents.pop_back(); });
        const bool is_record = one.of == Member::Of::record || one.of == Member::Of::inner;
        if (is_record && !one.name.empty()) {
            option([&] {
                one.of = Member::Of::scalar;
                one.index = 0;
                one.inner.clear();
                one.shares_room = false;
            });
        }
        if (one.of == Member::Of::enumeration || (one.of == Member::Of::scalar && one.index != 0)) {
            option([&] {
                one.of = Member::Of::scalar;
                one.index = 0;
                if (one.bits) one.bits = std::min(*one.bits, 8U);  // of a char
            });
        }
        if (one.bits.value_or(0) > 1) option([&] { one.bits = 1; });
        for (auto& inner : one.inner) {
            if (!done_) shape(inner);
        }
    }

    Unit& unit_;
    std::size_t wanted_;
    std::size_t seen_ = 0;
    bool done_ = false;
};

/// The first words of a compiler's or reader's first error.
std::string gist(const std::string& problem) {
    const auto at = problem.find("error: ");
    return at == std::string::npos ? problem.substr(0, 40) : problem.substr(at, 24);
}

class Shrinker {
  public:
    Shrinker(const Case& one, const Mismatch& mismatch) : one_(one), mismatch_(mismatch) {}

    Shrunk shrink() {
        Shrunk best{*one_.unit, mismatch_.name, mismatch_.words};
        halve(best);
        // Again from the first edit until a whole round of them has changed nothing.
        for (bool progress = true; progress && attempts_ < most_attempts;) {
            progress = false;
            for (std::size_t next = 0; attempts_ < most_attempts;) {
                Unit smaller = best.unit;
                if (!Editor(smaller, next).edit()) break;
                if (still_disagree(smaller, best)) {
                    progress = true;
                } else {
                    ++next;
                }
            }
        }
        return best;
    }

  private:
    /// The records behind the one in question first, all at once, then those before it that nothing uses.
    void halve(Shrunk& best) {
        for (std::size_t keep = 1; keep <= best.unit.shapes.size(); ++keep) {
            const auto& last = best.unit.shapes[keep - 1];
            const bool holds = mismatch_.name == last.tag || mismatch_.name.starts_with(last.tag + "::") ||
                               keep == best.unit.shapes.size();
            if (!holds) continue;
            Unit smaller = best.unit;
            smaller.shapes.resize(keep);
            for (std::size_t i = keep - 1; i-- > 0;) {
                if (!is_used(smaller, Member::Of::record, i)) drop(smaller, Member::Of::record, i);
            }
            if (still_disagree(smaller, best)) return;
        }
        // Of a whole unit: halves of it.
        for (std::size_t step = best.unit.shapes.size() / 2; step != 0; step /= 2) {
            Unit smaller = best.unit;
            smaller.shapes.resize(smaller.shapes.size() - std::min(step, smaller.shapes.size() - 1));
            still_disagree(smaller, best);
        }
    }

    bool still_disagree(Unit& smaller, Shrunk& best) {
        ++attempts_;
        Case one = one_;
        one.unit = &smaller;
        const auto subjects = subjects_of(smaller);
        const auto said = ask(one, subjects, {mismatch_.pair.first, mismatch_.pair.second});
        const auto& a = said.at(mismatch_.pair.first);
        const auto& b = said.at(mismatch_.pair.second);
        if (mismatch_.name.empty()) {
            if (a.problem.empty() || gist(a.problem) != gist(mismatch_.words.front())) return false;
            best = {std::move(smaller), "", {a.problem}};
            return true;
        }
        if (!a.problem.empty() || !b.problem.empty()) return false;
        for (std::size_t s = 0; s < subjects.size(); ++s) {
            if (a.records[s].has_value() != b.records[s].has_value()) {
                const auto& there = a.records[s] ? a.records[s] : b.records[s];
                if (there->size_bytes == 0 || !is_same({"record:"})) continue;
                auto name = subjects[s].record.name;
                best = {std::move(smaller),
                        std::move(name),
                        {a.records[s] ? "record: there, missing" : "record: missing, there"}};
                return true;
            }
            if (!a.records[s]) continue;
            auto verdict = compare(subjects[s], *a.records[s], *b.records[s]);
            if (verdict.differences.empty() || !is_same(verdict.differences)) continue;
            auto name = subjects[s].record.name;
            best = {std::move(smaller), std::move(name), std::move(verdict.differences)};
            return true;
        }
        return false;
    }

    /// The first difference begins with the words of the first one there was: "width of", "record:". Else one mismatch
    /// would shrink into another that is easier to have.
    bool is_same(const std::vector<std::string>& words) const {
        const auto& was = mismatch_.words.front();
        return words.front().starts_with(was.substr(0, was.find(' ')));
    }

    const Case& one_;
    const Mismatch& mismatch_;
    unsigned attempts_ = 0;
};

}  // namespace

Shrunk shrink(const Case& one, const Mismatch& mismatch) {
    return Shrinker(one, mismatch).shrink();
}

}  // namespace abi::truth
