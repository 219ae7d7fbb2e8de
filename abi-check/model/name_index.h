// Finds the values of a list by name, without a search of the list for each name.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/layout.h"

namespace abi {

/// The first value of each name. The list must outlive the index and must not change.
template <typename Value>
class NameIndex {
  public:
    explicit NameIndex(const std::vector<Value>& all) {
        for (const auto& one : all) first_.try_emplace(one.name, &one);
    }
    /// Null if there is none.
    const Value* find(std::string_view name) const {
        const auto found = first_.find(name);
        return found == first_.end() ? nullptr : found->second;
    }

  private:
    std::unordered_map<std::string_view, const Value*> first_;
};

/// The records of a layout by name, and by the records that are nested in them.
class RecordIndex {
  public:
    explicit RecordIndex(const Layout& layout) : records_(layout.records) {
        for (const auto& record : layout.records) {
            for (const auto& field : record.fields) {
                if (field.type.kind != Kind::record) continue;
                auto& holders = holders_[field.type.name];
                if (holders.empty() || holders.back() != &record) holders.push_back(&record);
            }
        }
    }
    /// Null if there is none.
    const Record* find(std::string_view name) const { return records_.find(name); }
    const NameIndex<Record>& by_name() const { return records_; }
    /// The records that nest this one, in the order of the layout.
    const std::vector<const Record*>& holders_of(std::string_view name) const {
        static const std::vector<const Record*> none;
        const auto found = holders_.find(name);
        return found == holders_.end() ? none : found->second;
    }

  private:
    NameIndex<Record> records_;
    std::unordered_map<std::string_view, std::vector<const Record*>> holders_;
};

}  // namespace abi
