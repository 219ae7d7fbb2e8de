def _check(record, size, places):
    """Raises ImportError unless the record has the size, offsets and widths of the spec."""
    found = {name: (getattr(record, name).offset, getattr(record, name).size) for name in places}
    if ctypes.sizeof(record) != size:
        raise ImportError(f"{record.__name__} has {ctypes.sizeof(record)} bytes, the spec says {size}")
    if found != places:
        raise ImportError(f"{record.__name__}: offsets and sizes are {found}, the spec says {places}")


def _check_format(text, size):
    if struct.calcsize(text) != size:
        raise ImportError(f"{text} has {struct.calcsize(text)} bytes, the spec says {size}")


def _view(kind, offset):
    """A field that shares its bytes with others."""

    def get(record):
        field = kind.from_buffer(record, offset)
        return field.value if isinstance(field, ctypes._SimpleCData) else field

    def put(record, value):
        field = kind.from_buffer(record, offset)
        if isinstance(field, ctypes._SimpleCData):
            field.value = value
        else:
            ctypes.memmove(field, bytes(value), ctypes.sizeof(field))

    return property(get, put)


def _bits(first, width, signed):
    """A bit-field: its first bit, counted from the low end of little-endian bytes, the high end of big-endian ones."""
    begin, end = first // 8, (first + width + 7) // 8
    shift = first % 8 if _ORDER == "little" else end * 8 - first - width
    mask = (1 << width) - 1

    def get(record):
        memory = (ctypes.c_uint8 * (end - begin)).from_buffer(record, begin)
        value = int.from_bytes(bytes(memory), _ORDER) >> shift & mask
        return value - (1 << width) if signed and value >> (width - 1) else value

    def put(record, value):
        memory = (ctypes.c_uint8 * (end - begin)).from_buffer(record, begin)
        whole = int.from_bytes(bytes(memory), _ORDER) & ~(mask << shift)
        memory[:] = (whole | (value & mask) << shift).to_bytes(end - begin, _ORDER)

    return property(get, put)
