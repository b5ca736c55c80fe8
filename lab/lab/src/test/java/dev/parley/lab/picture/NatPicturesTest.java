package dev.parley.lab.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The pictures in the documents are those that the lab draws today. */
class NatPicturesTest {
    private static final Path FOLDER = Path.of("..", "..", "docs", "nat", "images");

    /** With {@code -Dparley.draw=true} they are drawn anew instead. */
    @Test
    void theDocumentsShowWhatTheLabDraws() throws IOException {
        Map<String, String> pictures = NatPictures.all();
        if (Boolean.getBoolean("parley.draw")) {
            Files.createDirectories(FOLDER);
            for (Map.Entry<String, String> picture : pictures.entrySet()) {
                Files.writeString(FOLDER.resolve(picture.getKey() + ".svg"), picture.getValue());
            }
        }
        for (Map.Entry<String, String> picture : pictures.entrySet()) {
            assertThat(FOLDER.resolve(picture.getKey() + ".svg"))
                    .as("draw it: ./mvnw test -pl lab/lab -Dparley.draw=true")
                    .hasContent(picture.getValue());
        }
    }

    @Test
    void everyPictureShowsPacketsAndTheirFate() {
        NatPictures.all()
                .forEach(
                        (name, svg) -> assertThat(svg).as(name).contains("class=\"arrow\"", " → "));
        assertThat(NatPictures.all().get("filtering-address-and-port-dependent"))
                .contains("nothing was sent to that address and port");
        assertThat(NatPictures.all().get("linux")).contains("not for anybody inside");
    }
}
