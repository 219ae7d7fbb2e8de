#include "read/codeview/members.h"

#include <optional>

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/DebugInfo/CodeView/CVTypeVisitor.h"
#include "llvm/DebugInfo/CodeView/CodeViewError.h"
#include "llvm/DebugInfo/CodeView/TypeVisitorCallbacks.h"

namespace abi::codeview {
namespace {

class Collector final : public cv::TypeVisitorCallbacks {
  public:
    explicit Collector(MemberList& list) : list_(list) {}

    std::optional<cv::TypeIndex> next;  // the list that continues this one

    using cv::TypeVisitorCallbacks::visitKnownMember;

    llvm::Error visitKnownMember(cv::CVMemberRecord&, cv::DataMemberRecord& member) override {
        return add({Member::What::field, text_of(member.Name), member.Type, member.FieldOffset});
    }
    llvm::Error visitKnownMember(cv::CVMemberRecord&, cv::BaseClassRecord& base) override {
        return add({Member::What::base, {}, base.Type, base.Offset});
    }
    llvm::Error visitKnownMember(cv::CVMemberRecord&, cv::VirtualBaseClassRecord& base) override {
        return add({Member::What::virtual_base, {}, base.BaseType, 0});
    }
    llvm::Error visitKnownMember(cv::CVMemberRecord&, cv::VFPtrRecord& table) override {
        return add({Member::What::table, {}, table.Type, 0});
    }
    llvm::Error visitKnownMember(cv::CVMemberRecord&, cv::EnumeratorRecord& one) override {
        list_.values.push_back({text_of(one.Name), one.Value});
        return llvm::Error::success();
    }
    llvm::Error visitKnownMember(cv::CVMemberRecord&, cv::NestedTypeRecord& nested) override {
        list_.declared.push_back(nested.Type);
        return llvm::Error::success();
    }
    llvm::Error visitKnownMember(cv::CVMemberRecord&, cv::ListContinuationRecord& more) override {
        next = more.ContinuationIndex;
        return llvm::Error::success();
    }
    /// The size of a member of an unknown kind is not known, so no member behind it can be read.
    llvm::Error visitUnknownMember(cv::CVMemberRecord& member) override {
        return llvm::make_error<cv::CodeViewError>("a member of kind 0x" +
                                                   llvm::utohexstr(static_cast<std::uint16_t>(member.Kind)));
    }

  private:
    llvm::Error add(Member member) {
        list_.members.push_back(member);
        return llvm::Error::success();
    }

    MemberList& list_;
};

/// What a member costs beside its bytes in the list: the memory of its copies.
constexpr std::size_t cost_of_byte = 16;

}  // namespace

MemberList read_members(const TypeStream& types, cv::TypeIndex list, Effort& effort) {
    MemberList found;
    llvm::DenseSet<std::uint32_t> known;
    for (std::optional<cv::TypeIndex> next = list; next && !next->isNoneType();) {
        if (!known.insert(next->getIndex()).second) {
            found.problem = "its list of members in CodeView continues in itself";
            return found;
        }
        const auto* record = types.find(*next);
        if (record == nullptr || record->kind() != cv::LF_FIELDLIST) {
            found.problem = "its list of members (" + number_text(*next) + ") is not in the CodeView of the file";
            return found;
        }
        if (!effort.spend(record->length() * cost_of_byte)) {
            found.problem = no_effort_left;
            return found;
        }
        Collector collector(found);
        auto error = cv::visitMemberRecordStream(record->content(), collector);
        if (error) {
            found.problem = "its list of members in CodeView has " + llvm::toString(std::move(error)) +
                            ", which this version of abi-check cannot read";
            return found;
        }
        next = collector.next;
    }
    return found;
}

}  // namespace abi::codeview
