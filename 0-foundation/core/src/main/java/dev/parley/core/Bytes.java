package dev.parley.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Integers in network byte order, read from and written to a {@code byte[]} without allocation. */
public final class Bytes {
    private static final VarHandle U16 = handle(short[].class);
    private static final VarHandle I32 = handle(int[].class);
    private static final VarHandle I64 = handle(long[].class);

    private Bytes() {}

    private static VarHandle handle(Class<?> view) {
        return MethodHandles.byteArrayViewVarHandle(view, ByteOrder.BIG_ENDIAN);
    }

    public static int u8(byte[] buf, int off) {
        return buf[off] & 0xFF;
    }

    public static int u16(byte[] buf, int off) {
        return (short) U16.get(buf, off) & 0xFFFF;
    }

    public static void u16(byte[] buf, int off, int value) {
        U16.set(buf, off, (short) value);
    }

    public static int i32(byte[] buf, int off) {
        return (int) I32.get(buf, off);
    }

    public static void i32(byte[] buf, int off, int value) {
        I32.set(buf, off, value);
    }

    public static long u32(byte[] buf, int off) {
        return i32(buf, off) & 0xFFFFFFFFL;
    }

    public static long i64(byte[] buf, int off) {
        return (long) I64.get(buf, off);
    }

    public static void i64(byte[] buf, int off, long value) {
        I64.set(buf, off, value);
    }
}
