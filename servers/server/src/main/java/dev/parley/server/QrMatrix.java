package dev.parley.server;

import io.nayuki.qrcodegen.QrCode;

/**
 * A QR code as a square of modules, without its quiet zone. Drawn as a picture or in a terminal.
 */
public final class QrMatrix {
    private final QrCode code;

    private QrMatrix(QrCode code) {
        this.code = code;
    }

    /**
     * For a screen, which gets no scratches: the smallest code.
     *
     * @throws IllegalArgumentException when the text is too long for any code
     */
    public static QrMatrix of(String text) {
        try {
            return new QrMatrix(QrCode.encodeText(text, QrCode.Ecc.LOW));
        } catch (io.nayuki.qrcodegen.DataTooLongException e) {
            throw new IllegalArgumentException("too long for a QR code", e);
        }
    }

    /** Modules on each side. */
    public int side() {
        return code.size;
    }

    /** Whether the module is dark; those outside are not. */
    public boolean dark(int x, int y) {
        return code.getModule(x, y);
    }
}
