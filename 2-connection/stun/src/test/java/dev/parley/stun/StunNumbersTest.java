package dev.parley.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class StunNumbersTest {

    @Test
    void classAndMethodShareTheMessageTypeWithoutLoss() {
        for (StunClass messageClass : StunClass.values()) {
            for (int method = 0; method <= StunMethod.MAX; method++) {
                int type = messageClass.messageType(method);
                assertThat(type).isBetween(0, 0x3FFF);
                assertThat(StunClass.of(type)).isEqualTo(messageClass);
                assertThat(StunClass.isRequest(type)).isEqualTo(messageClass == StunClass.REQUEST);
                assertThat(StunClass.isRequest(type | 0x4000)).isFalse();
                assertThat(StunClass.isRequest(type | 0x8000)).isFalse();
                assertThat(StunMethod.of(type)).isEqualTo(method);
            }
        }
    }

    /** Numbers as they are seen on every network. */
    @Test
    void messageTypesAreThoseOfTheWire() {
        assertThat(StunClass.REQUEST.messageType(StunMethod.BINDING)).isEqualTo(0x0001);
        assertThat(StunClass.SUCCESS.messageType(StunMethod.BINDING)).isEqualTo(0x0101);
        assertThat(StunClass.ERROR.messageType(StunMethod.ALLOCATE)).isEqualTo(0x0113);
        assertThat(StunClass.INDICATION.messageType(StunMethod.SEND)).isEqualTo(0x0016);
        assertThat(StunClass.INDICATION.messageType(StunMethod.DATA)).isEqualTo(0x0017);
        assertThat(StunClass.SUCCESS.messageType(StunMethod.CHANNEL_BIND)).isEqualTo(0x0109);
    }

    @Test
    void everyErrorCodeHasAPhraseAndEveryMethodAName() throws IllegalAccessException {
        for (Field field : StunErrorCode.class.getFields()) {
            assertThat(StunErrorCode.reason(field.getInt(null))).as(field.getName()).isNotEmpty();
        }
        assertThat(StunErrorCode.reason(299)).isEmpty();
        for (Field field : StunMethod.class.getFields()) {
            if (!field.getName().equals("MAX")) {
                assertThat(StunMethod.name(field.getInt(null)))
                        .isEqualToIgnoringCase(field.getName().replace("_", ""));
            }
        }
        assertThat(StunMethod.name(0xABC)).isEqualTo("0xabc");
        assertThat(StunAttributeType.name(0xC057)).isEqualTo("0xc057");
    }
}
