// What a page does beyond its links and forms. Everything here is an ease; without it all can be read and every button works.
"use strict";
