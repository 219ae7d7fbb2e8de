-- Values are hexadecimal digits until Wireshark gets them: Lua has no integers of 64 bits in every version.

-- The bits of a range from the bit `at` on, most significant first, as a text of 0 and 1.
local function bits_of(range, at, width, order)
    local first = math.floor(at / 8)
    local last = math.floor((at + width - 1) / 8)
    local parts = {}
    for index = first, last do
        local byte = range(order == "little" and first + last - index or index, 1):uint()
        for bit = 7, 0, -1 do
            parts[#parts + 1] = math.floor(byte / 2 ^ bit) % 2 == 1 and "1" or "0"
        end
    end
    local all = table.concat(parts)
    local skipped = at - first * 8
    if order == "little" then
        skipped = #all - skipped - width
    end
    return all:sub(skipped + 1, skipped + width)
end

-- A text of 0 and 1 as a number of at most 32 bits.
local function number_of(bits)
    return bits == "" and 0 or tonumber(bits, 2)
end

-- A text of 0 and 1 as hexadecimal digits without zeros before them.
local function digits_of(bits)
    local text = string.rep("0", -#bits % 4) .. bits
    local digits = text:gsub("....", function(four) return string.format("%x", tonumber(four, 2)) end)
    digits = digits:gsub("^0+", "")
    return digits == "" and "0" or digits
end

-- The value that a field of Wireshark takes.
local function value_of(field, bits)
    if field.kind == "int" and bits:sub(1, 1) == "1" then
        if #bits <= 32 then
            return number_of(bits) - 2 ^ #bits
        end
        bits = string.rep("1", 64 - #bits) .. bits
    end
    if field.kind == "bool" then
        return bits:find("1") ~= nil
    end
    if field.width <= 32 then
        return number_of(bits)
    end
    local make = field.kind == "int" and Int64.new or UInt64.new
    return make(number_of(bits:sub(-32)), number_of(bits:sub(1, -33)))
end

-- A floating number of 16 bits (IEEE 754, binary16).
local function half_of(bits)
    local sign = bits:sub(1, 1) == "1" and -1 or 1
    local exponent, fraction = number_of(bits:sub(2, 6)), number_of(bits:sub(7))
    if exponent == 31 then
        return fraction == 0 and sign * math.huge or 0 / 0
    end
    return sign * (exponent == 0 and fraction * 2 ^ -24 or (1 + fraction / 1024) * 2 ^ (exponent - 15))
end

local function add_number(tree, range, field, at)
    local bits = bits_of(range, at, field.width, field.order)
    local first, last = math.floor(at / 8), math.floor((at + field.width - 1) / 8)
    local bytes = range(first, last - first + 1)
    local item
    if field.width > 64 and field.is_bits then
        item = tree:add(field.proto_field, bytes)
        item:append_text(" (0x" .. digits_of(bits) .. ")")
    elseif field.kind == "float" and field.width == 16 then
        item = tree:add(field.proto_field, bytes, half_of(bits))
    elseif field.kind == "float" and field.width < 128 then
        item = tree[field.order == "little" and "add_le" or "add"](tree, field.proto_field, bytes)
    elseif field.width > 64 then
        item = tree:add(field.proto_field, bytes)
        item:append_text(" (0x" .. digits_of(bits) .. ")")
    else
        item = tree:add(field.proto_field, bytes, value_of(field, bits))
    end
    if field.is_bits then
        item:append_text(string.format(" [bits %d to %d of byte %d]", at % 8, at % 8 + field.width - 1, first))
    end
    local name = field.enum and (enums[field.enum][digits_of(bits)] or "no name")
    if name and not field.shows_names then
        item:append_text(" (" .. name .. ")")
    end
    if field.kind == "bool" and bits:sub(1, -2):find("1") then
        item:add_proto_expert_info(expert_bool)
    end
    return item, bits, name
end

local function add_bytes(tree, range, field, at, bytes)
    local item = tree:add(field.proto_field, range(at / 8, bytes))
    local text = range(at / 8, bytes):bytes():tohex()
    return item, text:find("[^0]") and "1" or "0"
end

local add_record

-- Adds one element of a field. Returns its item, whether all of its bits are zero, and the name of its value.
local function add_element(tree, range, field, at)
    if field.record then
        local record = records[field.record]
        local item = tree:add(field.proto_field, range(at / 8, record.size))
        add_record(item, range(at / 8, record.size), record)
        local text = record.size > 0 and range(at / 8, record.size):bytes():tohex() or ""
        return item, not text:find("[^0]")
    end
    local item, bits, name
    if field.kind == "bytes" then
        item, bits = add_bytes(tree, range, field, at, field.width / 8)
    else
        item, bits, name = add_number(tree, range, field, at)
    end
    return item, not bits:find("1"), name
end

-- "[1][0]" for element 2 of an array of [2][2].
local function index_of(element, extents)
    local text = ""
    for at = #extents, 2, -1 do
        text = "[" .. element % extents[at] .. "]" .. text
        element = math.floor(element / extents[at])
    end
    return "[" .. element .. "]" .. text
end

local function warn_unless_zero(item, field, is_zero)
    if is_zero or not item then
        return
    end
    if field.role == "padding" then
        item:add_proto_expert_info(expert_padding)
    elseif field.role == "reserved" then
        item:add_proto_expert_info(expert_reserved)
    end
end

-- Adds a field as far as its bytes are there. Returns whether all of them are, and the name of its value.
local function add_field(tree, range, field)
    local here = range:len() * 8
    local element = field.record and records[field.record].size * 8 or field.width
    if not field.extents then
        if field.at + element > here then
            return false
        end
        local item, is_zero, name = add_element(tree, range, field, field.at)
        warn_unless_zero(item, field, is_zero)
        return true, name
    end
    local inner, count = 1, 0
    for at = 2, #field.extents do
        inner = inner * field.extents[at]
    end
    if field.extents[1] then
        count = field.extents[1] * inner
    elseif element > 0 and here > field.at then
        -- Without a length: all whole elements that are there.
        count = math.floor((here - field.at) / (element * inner)) * inner
    end
    local fitting = element == 0 and count or math.min(count, math.max(0, math.floor((here - field.at) / element)))
    if fitting == 0 then
        return count == 0
    end
    local list = tree:add(range(field.at / 8, fitting * element / 8), field.name .. ": " .. field.type)
    local all_zero = true
    for number = 0, fitting - 1 do
        local item, is_zero = add_element(list, range, field, field.at + number * element)
        item:prepend_text(index_of(number, field.extents) .. " ")
        all_zero = all_zero and is_zero
    end
    warn_unless_zero(list, field, all_zero)
    return fitting == count
end

-- Adds the fields of a record. Returns the names of the values of its tags.
function add_record(tree, range, record)
    local missing, tags
    for _, field in ipairs(record) do
        local is_whole, name = add_field(tree, range, field)
        if not is_whole then
            missing = missing or field.name
        elseif field.role == "tag" and name then
            tags = (tags and tags .. " " or "") .. name
        end
    end
    if missing and range:len() < (record.min_size or record.size) then
        tree:add_proto_expert_info(expert_short, string.format("%s has %d bytes, and only %d are here: %s is missing",
            record.name, record.size, range:len(), missing))
    end
    return tags
end

-- How many bytes of the packet belong to a record that begins at `at`.
local function length_of(buffer, at, record)
    local rest = buffer:len() - at
    if record.has_tail then
        return rest
    end
    if record.grows then
        local field = record.size_field and record[record.size_field]
        if not field or field.at + field.width > rest * 8 then
            return rest
        end
        local stated = tonumber(digits_of(bits_of(buffer(at, rest), field.at, field.width, field.order)), 16)
        return stated > 0 and math.min(stated, rest) or math.min(record.size, rest)
    end
    return math.min(record.size, rest)
end

-- Dissects one record after another up to the end of the packet.
local function dissect(buffer, pinfo, tree, record)
    pinfo.cols.protocol = title
    local info = record.name
    local at = 0
    local top = tree:add(proto, buffer())
    repeat
        local length = length_of(buffer, at, record)
        if length == 0 then
            break
        end
        local range = buffer(at, length)
        local item = top:add(record.proto_field, range)
        local tags = add_record(item, range, record)
        if tags and at == 0 then
            info = info .. " " .. tags
        end
        if record.grows and length > record.size then
            item:add(newer_field, range(record.size, length - record.size))
        end
        at = at + length
    until at >= buffer:len()
    pinfo.cols.info = info
    return buffer:len()
end

-- The field of Wireshark for a field of a record.
local function make_field(abbreviation, field)
    local make = ProtoField
    local what = field.doc
    if field.record then
        return make.none(abbreviation, field.name, what)
    end
    if field.kind == "bytes" or field.width > 64 then
        return make.bytes(abbreviation, field.name, base.NONE, what)
    end
    if field.kind == "float" then
        return make[field.width == 64 and "double" or "float"](abbreviation, field.name, what)
    end
    if field.kind == "bool" then
        return make.bool(abbreviation, field.name, base.NONE, nil, nil, what)
    end
    local width = field.width <= 8 and 8 or field.width <= 16 and 16 or field.width <= 32 and 32 or 64
    local shown = field.is_pointer and base.HEX or field.kind == "int" and base.DEC or base.DEC_HEX
    local names
    if field.enum and field.kind == "uint" and width <= 32 then
        names = {}
        for digits, name in pairs(enums[field.enum]) do
            if #digits <= 8 then
                names[tonumber(digits, 16)] = name
            end
        end
        field.shows_names = true
    end
    return make[field.kind .. width](abbreviation, field.name, shown, names, nil, what)
end

proto = Proto(filter, title)
expert_padding = ProtoExpert.new(filter .. ".padding", "Padding is not zero", expert.group.PROTOCOL,
    expert.severity.WARN)
expert_reserved = ProtoExpert.new(filter .. ".reserved", "Reserved bits are not zero", expert.group.PROTOCOL,
    expert.severity.NOTE)
expert_bool = ProtoExpert.new(filter .. ".bool", "A truth value is neither 0 nor 1", expert.group.PROTOCOL,
    expert.severity.WARN)
expert_short = ProtoExpert.new(filter .. ".short", "The packet ends inside of the record", expert.group.MALFORMED,
    expert.severity.ERROR)
proto.experts = { expert_padding, expert_reserved, expert_bool, expert_short }
newer_field = ProtoField.bytes(filter .. ".newer", "Behind the end that the spec knows")

local all_fields = { newer_field }
for _, record in ipairs(records) do
    records[record.name] = record
    record.proto_field = ProtoField.none(filter .. "." .. record.name, record.name, record.doc)
    all_fields[#all_fields + 1] = record.proto_field
    for _, field in ipairs(record) do
        field.proto_field = make_field(filter .. "." .. record.name .. "." .. field.name, field)
        all_fields[#all_fields + 1] = field.proto_field
    end
end
proto.fields = all_fields

-- A protocol for each record, for Decode As, and for other dissectors by the table FILTER.record.
local by_name = DissectorTable.new(filter .. ".record", title .. " record", ftypes.STRING)
local choices = {}
local shown_first = 1
for number, record in ipairs(records) do
    choices[number] = { number, record.name, number }
    if record.name == main then
        shown_first = number
    end
    local single = Proto(filter .. "_" .. record.filter, title .. " " .. record.name)
    function single.dissector(buffer, pinfo, tree)
        return dissect(buffer, pinfo, tree, record)
    end
    by_name:add(record.name, single)
    for _, ports in ipairs({ "udp.port", "tcp.port" }) do
        DissectorTable.get(ports):add_for_decode_as(single)
    end
end

if #records > 0 then
    proto.prefs.record = Pref.enum("Record", shown_first, "The record that a packet holds", choices, false)
    function proto.dissector(buffer, pinfo, tree)
        return dissect(buffer, pinfo, tree, records[proto.prefs.record])
    end
    DissectorTable.get("wtap_encap"):add(wtap.USER0, proto)
    for _, ports in ipairs({ "udp.port", "tcp.port" }) do
        DissectorTable.get(ports):add_for_decode_as(proto)
    end
end
